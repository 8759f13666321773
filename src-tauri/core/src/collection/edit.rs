//! An edit of a collection without some of its changes.

use super::plan::{CONDITIONS, HANDLE, MEMBER};
use super::{CollectionEdit, Member};
use crate::operation::Change;

/// Takes out of the edit what these changes of it show.
pub(crate) fn leave_out(edit: &mut CollectionEdit, left_out: &[Change]) {
    edit.fields.retain(|field, _| !left_out.iter().any(|change| change.field == field.name()));
    if left_out.iter().any(|change| change.field == HANDLE) {
        edit.handle = None;
    }
    if left_out.iter().any(|change| change.field == CONDITIONS) {
        edit.rules = None;
    }
    let stays = |member: &Member, shown: fn(&Change) -> &crate::value::Value| {
        !left_out
            .iter()
            .any(|change| change.field == MEMBER && shown(change).as_text() == Some(&member.handle))
    };
    edit.add.retain(|member| stays(member, |change| &change.after));
    edit.remove.retain(|member| stays(member, |change| &change.before));
}
