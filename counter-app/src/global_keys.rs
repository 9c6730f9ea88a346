//! Alt+1 to Alt+4 in every window, where the system allows it: under X11. Wayland gives no program other
//! programs' keys.

use std::sync::mpsc;

use global_hotkey::hotkey::{Code, HotKey, Modifiers};
use global_hotkey::{GlobalHotKeyEvent, GlobalHotKeyManager, HotKeyState};

use crate::CounterAction;

/// The keys and what they do, in the order of the fingers.
const KEYS: [(Code, CounterAction); 4] = [
    (Code::Digit1, CounterAction::CallNext),
    (Code::Digit2, CounterAction::Recall),
    (Code::Digit3, CounterAction::MarkAbsent),
    (Code::Digit4, CounterAction::Finish(None)),
];

/// The keys at work; dropped, they belong to other programs again.
pub(crate) struct GlobalKeys {
    _manager: GlobalHotKeyManager,
    pressed: mpsc::Receiver<u32>,
    keys: Vec<(u32, CounterAction)>,
}

impl std::fmt::Debug for GlobalKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GlobalKeys").field("keys", &self.keys).finish_non_exhaustive()
    }
}

impl GlobalKeys {
    /// Takes the keys; none where the system does not allow it, which is told in the log. `wake` is called when
    /// one is pressed.
    pub(crate) fn take(wake: impl Fn() + Send + Sync + 'static) -> Option<Self> {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if is_set("WAYLAND_DISPLAY") || !is_set("DISPLAY") {
            tracing::info!("Alt+1 to Alt+4 work in this window only: other windows' keys need X11");
            return None;
        }
        let manager = match GlobalHotKeyManager::new() {
            Ok(manager) => manager,
            Err(error) => {
                tracing::warn!(%error, "Alt+1 to Alt+4 work in this window only");
                return None;
            }
        };
        let mut keys = Vec::new();
        for (code, action) in KEYS {
            let key = HotKey::new(Some(Modifiers::ALT), code);
            match manager.register(key) {
                Ok(()) => keys.push((key.id(), action)),
                Err(error) => tracing::warn!(%error, ?code, "another program holds this key"),
            }
        }
        let (tell, pressed) = mpsc::channel();
        GlobalHotKeyEvent::set_event_handler(Some(move |event: GlobalHotKeyEvent| {
            if event.state == HotKeyState::Pressed {
                // A window that is closing needs no keys.
                tell.send(event.id).unwrap_or_default();
                wake();
            }
        }));
        Some(Self { _manager: manager, pressed, keys })
    }

    /// What has been pressed since the last call.
    pub(crate) fn pressed(&self) -> Vec<CounterAction> {
        let action =
            |id: u32| self.keys.iter().find(|(known, _)| *known == id).map(|(_, action)| action.clone());
        self.pressed.try_iter().filter_map(action).collect()
    }
}
