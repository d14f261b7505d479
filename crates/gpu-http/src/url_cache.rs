//! The URLs of calls whose path never changes, joined once.

use std::sync::OnceLock;

use url::Url;

use crate::BaseUrl;

/// Remembers the URLs of fixed paths: parsing one again costs 2 % of a whole call.
///
/// Looking one up writes nothing, so that calls on different cores do not wait for each other.
pub(crate) struct UrlCache(Box<[OnceLock<(&'static str, Url)>]>);

/// More fixed paths than any vendor has; a caller who makes them up must not grow us for ever.
const MOST: usize = 32;

impl Default for UrlCache {
    fn default() -> Self {
        Self((0..MOST).map(|_| OnceLock::new()).collect())
    }
}

impl UrlCache {
    /// The base URL with a fixed path.
    pub(crate) fn join(&self, base: &BaseUrl, path: &'static str) -> Url {
        for place in &self.0 {
            let (known, url) = place.get_or_init(|| (path, base.join(path)));
            // A fixed path is the same text at the same place: comparing addresses is enough, and a
            // path that is equal by accident only takes a place of its own.
            if std::ptr::eq(*known, path) {
                return url.clone();
            }
        }
        base.join(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_joined_the_same_the_second_time_and_the_cache_is_bounded() {
        let base = BaseUrl::parse("base_url", "https://h/v1", false).unwrap();
        let cache = UrlCache::default();
        for _ in 0..2 {
            assert_eq!(cache.join(&base, "/a").as_str(), "https://h/v1/a");
            assert_eq!(cache.join(&base, "/b").as_str(), "https://h/v1/b");
        }
        for number in 0..200 {
            cache.join(&base, format!("/{number}").leak());
        }
        assert!(cache.0.iter().all(|place| place.get().is_some()));
        assert_eq!(cache.join(&base, "/c").as_str(), "https://h/v1/c");
    }
}
