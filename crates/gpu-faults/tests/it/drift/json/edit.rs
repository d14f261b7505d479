//! One change at one place of a JSON text.

use super::{Json, Path, Step};

/// A change of the value at a path.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edit {
    /// Another value in its place.
    Replace(Json),
    /// The member or item is gone.
    Remove,
    /// The member has another name.
    Rename(String),
    /// The member comes a second time, with this value.
    Repeat(Json),
    /// The object has one member more.
    Add(String, Json),
}

impl Json {
    /// The text with one change; `None` if there is no such place for it.
    pub(crate) fn edited(&self, path: &Path, edit: &Edit) -> Option<Self> {
        let mut edited = self.clone();
        match (edit, path.split()) {
            (Edit::Replace(value), _) => *edited.at_mut(path)? = value.clone(),
            (Edit::Add(name, value), _) => match edited.at_mut(path)? {
                Self::Object(members) => members.push((name.clone(), value.clone())),
                _ => return None,
            },
            (_, None) => return None,
            (Edit::Remove, Some((lead, Step::Index(index)))) => match edited.at_mut(&lead)? {
                Self::List(items) => drop(items.remove(*index)),
                _ => return None,
            },
            (edit, Some((lead, Step::Name(name)))) => match edited.at_mut(&lead)? {
                Self::Object(members) => change_member(members, name, edit)?,
                _ => return None,
            },
            _ => return None,
        }
        Some(edited)
    }

    fn at_mut(&mut self, path: &Path) -> Option<&mut Self> {
        path.steps().try_fold(self, |value, step| match (value, step) {
            (Self::Object(members), Step::Name(name)) => {
                members.iter_mut().find_map(|(its, value)| (its == name).then_some(value))
            }
            (Self::List(items), Step::Index(index)) => items.get_mut(*index),
            _ => None,
        })
    }
}

fn change_member(members: &mut Vec<(String, Json)>, name: &str, edit: &Edit) -> Option<()> {
    let at = members.iter().position(|(its, _)| its == name)?;
    match edit {
        Edit::Remove => drop(members.remove(at)),
        Edit::Rename(other) => members[at].0.clone_from(other),
        Edit::Repeat(value) => members.insert(at + 1, (name.to_owned(), value.clone())),
        Edit::Replace(_) | Edit::Add(..) => return None,
    }
    Some(())
}

#[test]
fn each_edit_changes_its_place_and_no_other() {
    let json = Json::read(r#"{"a":[1,{"b":2}],"c":3}"#).unwrap();
    let b = Path::root().name("a").index(1).name("b");
    for (path, edit, text) in [
        (&b, Edit::Remove, r#"{"a":[1,{}],"c":3}"#),
        (&b, Edit::Replace(Json::Null), r#"{"a":[1,{"b":null}],"c":3}"#),
        (&b, Edit::Rename("B".into()), r#"{"a":[1,{"B":2}],"c":3}"#),
        (&b, Edit::Repeat(Json::Null), r#"{"a":[1,{"b":2,"b":null}],"c":3}"#),
        (&b.split().unwrap().0, Edit::Remove, r#"{"a":[1],"c":3}"#),
        (&Path::root(), Edit::Add("d".into(), Json::Null), r#"{"a":[1,{"b":2}],"c":3,"d":null}"#),
        (&Path::root(), Edit::Replace(Json::Null), "null"),
    ] {
        assert_eq!(json.edited(path, &edit).unwrap().written(), text);
    }
    assert_eq!(json.edited(&Path::root(), &Edit::Remove), None);
    assert_eq!(json.edited(&b, &Edit::Add("d".into(), Json::Null)), None);
}
