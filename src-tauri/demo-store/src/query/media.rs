//! Images, videos and models in the file library and on products.

use super::{Ctx, Resolved, gone, unknown};
use crate::gid::{self, gid};
use crate::graphql::value::Val;
use crate::state::{File, State};

/// Media by `MediaContentType` and the type of the schema.
const KINDS: [(&str, &str); 4] =
    [(IMAGE, "MediaImage"), ("VIDEO", "Video"), ("EXTERNAL_VIDEO", "ExternalVideo"), ("MODEL_3D", "Model3d")];

pub const IMAGE: &str = "IMAGE";

pub fn kind(file: &File) -> &str {
    file.kind.as_deref().unwrap_or(IMAGE)
}

/// Returns the schema's type for a file.
pub fn type_of(file: &File) -> &'static str {
    KINDS.iter().find(|(content, _)| *content == kind(file)).map_or("MediaImage", |(_, name)| name)
}

/// Returns the global id of a file, which tells its type.
pub fn id_of(file: &File) -> String {
    gid(type_of(file), file.id)
}

/// Returns the file that a global id of any kind of media points at.
pub fn parse(state: &State, text: &str) -> Option<u64> {
    let (of, id) = gid::split(text)?;
    let file = state.get::<File>(id.parse().ok()?)?;
    (type_of(file) == of).then_some(file.id)
}

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

/// Returns the image itself: null until it has been processed, and for what is no image.
pub fn image(ctx: &Ctx, id: u64) -> Val {
    match ctx.state.get::<File>(id) {
        Some(file) if kind(file) == IMAGE && status(ctx, file) == "READY" => image_of(file),
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
        "id" => Val::str(id_of(file)),
        "alt" => Val::opt_str(file.alt.as_deref()),
        "createdAt" => ctx.time(file.created_at),
        "updatedAt" => ctx.time(file.updated_at),
        "status" | "fileStatus" => Val::str(status),
        "mediaContentType" => Val::str(kind(file)),
        "filename" => Val::str(file.filename.as_str()),
        "mimeType" => Val::str(file.mime.as_str()),
        "image" => image(ctx, id),
        "preview" => {
            Val::map("MediaPreviewImage", vec![("image", image(ctx, id)), ("status", Val::str(status))])
        }
        "duration" => Val::Null,
        // Nothing is transcoded here.
        "sources" => Val::List(vec![]),
        "embedUrl" | "originUrl" => Val::str(file.url.as_str()),
        "host" => Val::str(if file.source.contains("vimeo") { "VIMEO" } else { "YOUTUBE" }),
        "originalSource" if kind(file) != IMAGE => Val::Null,
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
                        ("code", Val::str(file.failed_code.as_deref().unwrap_or("IMAGE_DOWNLOAD_FAILURE"))),
                        ("message", Val::str(message.as_str())),
                        ("details", Val::str(file.source.as_str())),
                    ],
                )
            });
            Val::List(error.into_iter().collect())
        }
        "mediaWarnings" => Val::List(vec![]),
        _ => return Err(unknown(type_of(file), name)),
    })
}
