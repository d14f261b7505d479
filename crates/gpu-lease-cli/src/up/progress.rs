//! What a person sees while waiting: one line on a terminal, a line for each event elsewhere.

use std::time::Duration;

use gpu_lease::Notice;
use indicatif::{ProgressBar, ProgressStyle};

use crate::exit::one_line;
use crate::world::World;

#[derive(Clone)]
pub(crate) struct Progress {
    world: World,
    bar: ProgressBar,
}

impl Progress {
    pub(crate) fn new(world: &World) -> Self {
        let bar = if world.terminal { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
            bar.set_style(style);
        }
        Self { world: world.clone(), bar }
    }

    /// Says what is being done.
    pub(crate) fn doing(&self, what: &str) {
        if self.world.terminal {
            self.bar.reset();
            self.bar.set_message(what.to_owned());
            self.bar.enable_steady_tick(Duration::from_millis(120));
        } else {
            self.world.tell(what);
        }
    }

    /// Says something that stays on the screen.
    pub(crate) fn say(&self, what: &str) {
        self.bar.suspend(|| self.world.tell(what));
    }

    /// Says what happened to a machine.
    pub(crate) fn notice(&self, notice: &Notice) {
        let text = one_line(&format!("{}: {}", notice.key, notice.text));
        if notice.warning || !self.world.terminal {
            self.say(&text);
        } else {
            self.bar.set_message(text);
        }
    }

    /// Takes the line away.
    pub(crate) fn done(&self) {
        self.bar.disable_steady_tick();
        self.bar.finish_and_clear();
    }
}
