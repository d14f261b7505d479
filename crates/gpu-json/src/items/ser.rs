//! Writing a list back, bad items in their places.

use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::Items;
use gpu_common::{MASK, exposed};

impl<T: Serialize> Serialize for Items<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        let mut bad = self.bad().iter().peekable();
        let mut good = self.good.iter();
        for index in 0..self.len() {
            if let Some(item) = bad.next_if(|item| item.index() == index) {
                if exposed() {
                    list.serialize_element(item.raw_value())?;
                } else {
                    list.serialize_element(MASK)?;
                }
            } else if let Some(item) = good.next() {
                list.serialize_element(item)?;
            }
        }
        list.end()
    }
}
