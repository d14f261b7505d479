//! The URLs of calls whose path never changes, joined once.

use std::sync::RwLock;

use url::Url;

use crate::BaseUrl;

/// Remembers the URLs of fixed paths: parsing one again costs 2 % of a whole call.
#[derive(Default)]
pub(crate) struct UrlCache(RwLock<Vec<(&'static str, Url)>>);

/// More fixed paths than any vendor has; a caller who makes them up must not grow us for ever.
const MOST: usize = 64;

impl UrlCache {
    /// The base URL with a fixed path.
    pub(crate) fn join(&self, base: &BaseUrl, path: &'static str) -> Url {
        if let Some(url) = self.known(path) {
            return url;
        }
        let url = base.join(path);
        if let Ok(mut urls) = self.0.write()
            && urls.len() < MOST
        {
            urls.push((path, url.clone()));
        }
        url
    }

    /// A fixed path is the same text at the same place: comparing addresses is enough, and a
    /// path that is equal by accident only misses.
    fn known(&self, path: &'static str) -> Option<Url> {
        let urls = self.0.read().ok()?;
        let (_, url) = urls.iter().find(|(known, _)| std::ptr::eq(*known, path))?;
        Some(url.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_joined_the_same_the_second_time_and_the_cache_is_bounded() {
        let base = BaseUrl::parse::<crate::AnyCode>("base_url", "https://h/v1", false).unwrap();
        let cache = UrlCache::default();
        for _ in 0..2 {
            assert_eq!(cache.join(&base, "/a").as_str(), "https://h/v1/a");
            assert_eq!(cache.join(&base, "/b").as_str(), "https://h/v1/b");
        }
        for number in 0..200 {
            cache.join(&base, format!("/{number}").leak());
        }
        assert_eq!(cache.0.read().unwrap().len(), MOST);
    }
}
