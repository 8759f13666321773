//! Images in the file library and on products.

use super::{Ctx, Resolved, gone, unknown};
use crate::gid::gid;
use crate::graphql::value::Val;
use crate::state::File;

/// Returns the shared status of media and files at this moment.
pub fn status(ctx: &Ctx, file: &File) -> &'static str {
    if file.failed.is_some() && ctx.now() >= file.ready_at {
        "FAILED"
    } else if ctx.now() >= file.ready_at {
        "READY"
    } else {
        "PROCESSING"
    }
}

/// Returns the image itself: null until it has been processed.
pub fn image(ctx: &Ctx, id: u64) -> Val {
    match ctx.state.get::<File>(id) {
        Some(file) if status(ctx, file) == "READY" => image_of(file),
        _ => Val::Null,
    }
}

fn image_of(file: &File) -> Val {
    let url = || Val::str(file.url.as_str());
    Val::map(
        "Image",
        vec![
            ("id", Val::str(gid("ImageSource", file.id))),
            ("altText", Val::opt_str(file.alt.as_deref())),
            ("url", url()),
            ("src", url()),
            ("originalSrc", url()),
            ("transformedSrc", url()),
            ("thumbhash", Val::Null),
            ("width", Val::leaf(file.width)),
            ("height", Val::leaf(file.height)),
        ],
    )
}

pub fn field(ctx: &Ctx, id: u64, name: &str) -> Resolved {
    let file = ctx.state.get::<File>(id).ok_or_else(|| gone("MediaImage"))?;
    let status = status(ctx, file);
    Ok(match name {
        "id" => Val::str(gid("MediaImage", id)),
        "alt" => Val::opt_str(file.alt.as_deref()),
        "createdAt" => ctx.time(file.created_at),
        "updatedAt" => ctx.time(file.updated_at),
        "status" | "fileStatus" => Val::str(status),
        "mediaContentType" => Val::str("IMAGE"),
        "mimeType" => Val::str(file.mime.as_str()),
        "image" => image(ctx, id),
        "preview" => {
            Val::map("MediaPreviewImage", vec![("image", image(ctx, id)), ("status", Val::str(status))])
        }
        "originalSource" => Val::map(
            "MediaImageOriginalSource",
            vec![("fileSize", Val::leaf(file.width * file.height / 8)), ("url", Val::str(file.url.as_str()))],
        ),
        "mediaErrors" | "fileErrors" => {
            let type_name = if name == "mediaErrors" { "MediaError" } else { "FileError" };
            let error = file.failed.as_ref().filter(|_| status == "FAILED").map(|message| {
                Val::map(
                    type_name,
                    vec![
                        ("code", Val::str("IMAGE_DOWNLOAD_FAILURE")),
                        ("message", Val::str(message.as_str())),
                        ("details", Val::str(file.source.as_str())),
                    ],
                )
            });
            Val::List(error.into_iter().collect())
        }
        "mediaWarnings" => Val::List(vec![]),
        _ => return Err(unknown("MediaImage", name)),
    })
}
