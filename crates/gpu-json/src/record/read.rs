//! Walking through the JSON. Compiled once for all types, which are reached by pointers: an answer
//! has dozens of them, and each copy would cost its user build time and the processor's caches.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::place::{List, Object, Place, Sent, is_blank};

/// Reads anything into its place.
pub(crate) fn place<'de, D>(place: &mut dyn Place, deserializer: D) -> Result<(), D::Error>
where
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(Whole { name: "", place })
}

/// Reads an object. For a `Deserialize` of one's own.
///
/// # Errors
///
/// What the deserializer reports; something that is no object; a field that is refused by its
/// place, comes twice, or is required and does not come.
pub fn read_object<'de, D>(object: &mut dyn Object, deserializer: D) -> Result<(), D::Error>
where
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(ObjectVisitor(object))
}

/// Reads an object from a JSON text.
pub(crate) fn read_object_text(object: &mut dyn Object, text: &str) -> serde_json::Result<()> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    read_object(object, &mut deserializer)?;
    deserializer.end()
}

/// Reads a whole value into its place.
struct Whole<'a> {
    name: &'static str,
    place: &'a mut dyn Place,
}

impl<'de> DeserializeSeed<'de> for Whole<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Whole<'_> {
    fn put<E: Error>(self, sent: Sent<'_>, unexpected: Unexpected<'_>) -> Result<(), E> {
        let put = self.place.put(sent);
        put.map_err(|refused| refused.error(self.name, unexpected))
    }

    fn put_number<E: Error>(
        self,
        number: Option<Number>,
        unexpected: Unexpected<'_>,
    ) -> Result<(), E> {
        self.put(number.as_ref().map_or(Sent::Null, Sent::Number), unexpected)
    }
}

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.put(Sent::Null, Unexpected::Unit)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.put(Sent::Bool(value), Unexpected::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.put(Sent::Number(&value.into()), Unexpected::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.put(Sent::Number(&value.into()), Unexpected::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        // JSON has no infinity and no NaN; another format's are kept as `null`, as serde_json does.
        self.put_number(Number::from_f64(value), Unexpected::Float(value))
    }

    // What the two below are for: numbers that `serde_json/arbitrary_precision` keeps as they were
    // written. Any crate of a user's program can switch it on for all.
    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        let number = Number::from_u128(value).or_else(|| Number::from_f64(value as f64));
        self.put_number(number, Unexpected::Other("integer"))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        let number = Number::from_i128(value).or_else(|| Number::from_f64(value as f64));
        self.put_number(number, Unexpected::Other("integer"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if is_blank(text) {
            return self.put(Sent::Blank(text), Unexpected::Str(text));
        }
        let put = self.place.put_text(text);
        put.map_err(|refused| refused.error(self.name, Unexpected::Str(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<(), A::Error> {
        if let Some(list) = self.place.list() {
            return items(array, list);
        }
        let mut array = Value::deserialize(SeqAccessDeserializer::new(array))?;
        self.put(Sent::Structure(&mut array), Unexpected::Seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        if let Some(object) = self.place.object() {
            return match fields(map, object)? {
                None => Ok(()),
                Some(number) => {
                    let put = self.place.put_instead(Sent::Number(&number));
                    put.map_err(|refused| refused.error(self.name, Unexpected::Other("number")))
                }
            };
        }
        match Value::deserialize(MapAccessDeserializer::new(map))? {
            // A number, as `serde_json/arbitrary_precision` has it.
            Value::Number(number) => self.put(Sent::Number(&number), Unexpected::Other("number")),
            mut map => self.put(Sent::Structure(&mut map), Unexpected::Map),
        }
    }
}

struct ObjectVisitor<'a>(&'a mut dyn Object);

impl<'de> Visitor<'de> for ObjectVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.expected())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        match fields(map, &mut *self.0)? {
            None => Ok(()),
            Some(_) => Err(A::Error::invalid_type(Unexpected::Other("number"), &self)),
        }
    }
}

/// The name under which `serde_json/arbitrary_precision` hands out a number, as if it were an object.
/// Any crate of a user's program can switch that on for all.
const NUMBER: &str = "$serde_json::private::Number";

/// Reads the fields of an object, or the number that came in the form of one: hardly ever, so that
/// it is boxed and in nobody's way.
fn fields<'de, A: MapAccess<'de>>(
    mut map: A,
    object: &mut dyn Object,
) -> Result<Option<Box<Number>>, A::Error> {
    let names = object.names();
    let mut due = 0;
    while let Some(named) = map.next_key_seed(Name {
        object: &mut *object,
        names,
        due: &mut due,
    })? {
        match named {
            Named::Place(place) => map.next_value_seed(place)?,
            Named::Number => {
                let number = map.next_value::<String>()?.parse().map(Box::new);
                return number.map(Some).map_err(A::Error::custom);
            }
        }
    }
    match object.end() {
        None => Ok(None),
        Some(name) => Err(A::Error::missing_field(name)),
    }
}

/// What stands under a name.
enum Named<'a> {
    Place(Whole<'a>),
    Number,
}

/// Reads a name and gives back its place.
struct Name<'a> {
    object: &'a mut dyn Object,
    names: &'static [&'static str],
    /// The index of the name that comes next if they come in the documented order.
    due: &'a mut usize,
}

impl<'de, 'a> DeserializeSeed<'de> for Name<'a> {
    type Value = Named<'a>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Named<'a>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for Name<'a> {
    type Value = Named<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, sent: &str) -> Result<Named<'a>, E> {
        let is_due = self.names.get(*self.due).is_some_and(|name| *name == sent);
        let known = match is_due {
            true => Some(*self.due),
            false => self.names.iter().position(|name| *name == sent),
        };
        let (name, place) = match known {
            Some(index) => {
                *self.due = index + 1;
                let name = self.names.get(index).copied().unwrap_or_default();
                (name, self.object.place(index))
            }
            None if sent == NUMBER => return Ok(Named::Number),
            None => ("", self.object.other(sent)),
        };
        let place = place.ok_or_else(|| E::custom("no place for a name"))?;
        Ok(Named::Place(Whole { name, place }))
    }
}

fn items<'de, A: SeqAccess<'de>>(mut array: A, list: &mut dyn List) -> Result<(), A::Error> {
    if crate::read::in_one_go() {
        while array.next_element_seed(Item(&mut *list))?.is_some() {}
    } else {
        // An owned `RawValue` (one copy per item) rather than a borrowed one, because that is what
        // a `serde_json::Value` can hand out as well, and what a bad item keeps.
        while let Some(raw) = array.next_element::<Box<RawValue>>()? {
            list.next_raw_item(raw);
        }
    }
    list.end();
    Ok(())
}

/// Reads one item of a list.
struct Item<'a>(&'a mut dyn List);

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.0.next_item() {
            Some(item) => read_object(item, deserializer),
            None => Err(D::Error::custom("no place for an item")),
        }
    }
}
