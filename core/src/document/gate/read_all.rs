//! Reads a document of any schema from end to end, so that one that breaks when it is read is
//! found before somebody needs it. Without recursion: documents may nest as deep as they have
//! operations.

use automerge::{Automerge, AutomergeError, ObjId, ObjType, ROOT, ReadDoc, ValueRef};

/// Visits every visible value.
pub(super) fn read_all(document: &Automerge) -> Result<(), AutomergeError> {
    let mut open = vec![(ROOT, ObjType::Map)];
    while let Some((object, kind)) = open.pop() {
        let mut visit = |value: &ValueRef<'_>, id: ObjId| {
            if let ValueRef::Object(kind) = value {
                open.push((id, *kind));
            }
        };
        match kind {
            ObjType::Map | ObjType::Table => {
                for item in document.map_range(&object, ..) {
                    visit(&item.value, item.id());
                    if item.conflict {
                        document.get_all(&object, item.key.as_ref())?;
                    }
                }
            }
            ObjType::List => {
                for item in document.list_range(&object, ..) {
                    visit(&item.value, item.id());
                    if item.conflict {
                        document.get_all(&object, item.index)?;
                    }
                }
            }
            ObjType::Text => {
                for item in document.list_range(&object, ..) {
                    visit(&item.value, item.id());
                }
                document.text(&object)?;
                // Marks are left out: with thousands open at one place, `marks` takes minutes.
            }
        }
    }
    Ok(())
}
