//! An address is the same however it is shown.

use std::hash::{Hash, Hasher};

use super::HttpAddress;

impl PartialEq for HttpAddress {
    fn eq(&self, other: &Self) -> bool {
        self.whole == other.whole
    }
}

impl Eq for HttpAddress {}

impl Hash for HttpAddress {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.whole.hash(state);
    }
}
