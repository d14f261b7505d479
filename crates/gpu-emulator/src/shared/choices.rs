//! What all three builders can choose, written once. Their types stay apart.

/// The shared choices of a builder with the fields `setup` and `behaviour`.
macro_rules! shared_choices {
    ($builder:ident, $behaviour:ty) => {
        impl $builder {
            /// Listens on this port of 127.0.0.1; 0, the default, takes any free one.
            pub fn port(mut self, port: u16) -> Self {
                self.setup.port = port;
                self
            }

            /// Lives by this clock instead of the real one.
            pub fn clock(mut self, clock: $crate::Clock) -> Self {
                self.setup.clock = clock;
                self
            }

            /// Draws ids and fake secrets from this seed instead of 1: the same seed gives the same
            /// ones.
            pub fn seed(mut self, seed: u64) -> Self {
                self.setup.seed = seed;
                self
            }

            /// Changes the [`Behaviour`] to start with.
            pub fn behaviour(mut self, change: impl FnOnce(&mut $behaviour)) -> Self {
                change(&mut self.behaviour);
                self
            }
        }

        /// Neither tokens nor passwords.
        impl ::std::fmt::Debug for $builder {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($builder))
                    .field("setup", &self.setup)
                    .field("behaviour", &self.behaviour)
                    .finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use shared_choices;
