//! All that hangs on one line hears every byte: one parser for each protocol.

use std::sync::Arc;

use crate::led::alpha::{Packet, PacketParser};
use crate::led::modbus::{Request, RequestParser};
use crate::led::model::LedModel;
use crate::led::onbon::MessageParser;
use crate::led::show::LedDisplay;
use crate::led::template::{Template, Understood};

/// What one frame on the line says.
#[derive(Debug, Clone)]
pub(super) enum Heard {
    Modbus(Request),
    Alpha(Packet),
    Onbon {
        address: u8,
        /// None in a ping, and where it is told its brightness.
        text: Option<String>,
        brightness: Option<u8>,
    },
    Template {
        template: Arc<Template>,
        address: u8,
        understood: Understood,
    },
    /// For the pole, which is alone on its line.
    Raw {
        address: u8,
        bytes: Vec<u8>,
    },
}

impl Heard {
    pub(super) fn address(&self) -> u8 {
        match self {
            Self::Modbus(request) => request.address(),
            Self::Alpha(packet) => packet.address,
            Self::Onbon { address, .. } | Self::Template { address, .. } | Self::Raw { address, .. } => {
                *address
            }
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Ears {
    modbus: RequestParser,
    alpha: PacketParser,
    onbon: MessageParser,
    templates: Vec<TemplateParser>,
    poles: Vec<u8>,
}

impl Ears {
    pub(super) fn new(leds: &[LedDisplay]) -> Self {
        let mut ears = Self::default();
        for led in leds {
            match &led.model {
                LedModel::Template(template) => {
                    if !ears.templates.iter().any(|known| known.template == *template) {
                        ears.templates.push(TemplateParser {
                            template: template.clone(),
                            own: led.address,
                            buffer: Vec::new(),
                        });
                    }
                }
                LedModel::Vfd { .. } => ears.poles.push(led.address),
                LedModel::Modbus { .. } | LedModel::Alpha { .. } | LedModel::Onbon { .. } => {}
            }
        }
        ears
    }

    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<Heard> {
        let mut heard: Vec<Heard> = self.modbus.take(bytes).into_iter().map(Heard::Modbus).collect();
        heard.extend(self.alpha.take(bytes).into_iter().map(Heard::Alpha));
        heard.extend(self.onbon.take(bytes).into_iter().filter_map(|message| {
            let text = message.text();
            let brightness = message.brightness();
            let address = u8::try_from(message.to).ok()?;
            let is_known = text.is_some() || brightness.is_some() || message.is_ping();
            is_known.then_some(Heard::Onbon { address, text, brightness })
        }));
        heard.extend(self.templates.iter_mut().flat_map(|parser| parser.take(bytes)));
        heard.extend(self.poles.iter().map(|&address| Heard::Raw { address, bytes: bytes.to_vec() }));
        heard
    }

    pub(super) fn pause(&mut self) {
        self.modbus.pause();
        for parser in &mut self.templates {
            parser.buffer.clear();
        }
    }
}

#[derive(Debug)]
struct TemplateParser {
    template: Arc<Template>,
    /// Whose the frame is where frames bear no address.
    own: u8,
    buffer: Vec<u8>,
}

impl TemplateParser {
    fn take(&mut self, bytes: &[u8]) -> Vec<Heard> {
        self.buffer.extend_from_slice(bytes);
        let mut heard = Vec::new();
        let mut at = 0;
        while at < self.buffer.len() {
            match self.template.understand(&self.buffer[at..]) {
                Some((understood, length)) => {
                    let address = match &understood {
                        Understood::Text { address, .. } | Understood::Brightness { address, .. } => *address,
                    };
                    let template = self.template.clone();
                    let address = address.unwrap_or(self.own);
                    heard.push(Heard::Template { template, address, understood });
                    at += length;
                }
                None if self.buffer.len() - at < self.template.frame_bytes_max() => break,
                None => at += 1,
            }
        }
        self.buffer.drain(..at);
        heard
    }
}
