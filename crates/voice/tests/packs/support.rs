//! Synthetic packs: tones for words.

use std::f64::consts::TAU;
use std::path::Path;

use goiso_voice::{Calls, RecordLine, Sentence, record_list};

pub(crate) const RATE: u32 = 22_050;

/// A clip as a studio might deliver it.
#[derive(Clone, Copy)]
pub(crate) struct Tone {
    pub(crate) rate: u32,
    pub(crate) n_channels: u16,
    /// Before the tone, in milliseconds.
    pub(crate) lead_millis: u32,
    pub(crate) length_millis: u32,
    pub(crate) trail_millis: u32,
    /// Of full scale; more than 1 is cut off.
    pub(crate) amplitude: f64,
}

pub(crate) const GOOD: Tone =
    Tone { rate: RATE, n_channels: 1, lead_millis: 10, length_millis: 400, trail_millis: 20, amplitude: 0.1 };

impl Tone {
    pub(crate) fn samples(&self) -> Vec<i16> {
        let n = |millis: u32| (u64::from(millis) * u64::from(self.rate) / 1_000) as usize;
        let wave = |idx: usize| (TAU * 1_000.0 * idx as f64 / f64::from(self.rate)).sin();
        let loud = |idx: usize| (wave(idx) * self.amplitude).clamp(-1.0, 1.0) * 32_767.0;
        let tone = (0..n(self.length_millis)).map(|idx| loud(idx) as i16);
        let lead = vec![0; n(self.lead_millis)];
        lead.into_iter().chain(tone).chain(vec![0; n(self.trail_millis)]).collect()
    }

    pub(crate) fn write(&self, file: &Path) {
        let (channels, sample_rate) = (self.n_channels, self.rate);
        let sample_format = hound::SampleFormat::Int;
        let spec = hound::WavSpec { channels, sample_rate, bits_per_sample: 16, sample_format };
        let mut writer = hound::WavWriter::create(file, spec).unwrap();
        for sample in self.samples() {
            (0..channels).for_each(|_| writer.write_sample(sample).unwrap());
        }
        writer.finalize().unwrap();
    }
}

/// A pack of good tones for these keys.
pub(crate) fn write_pack(folder: &Path, keys: &[&str]) {
    let clips = keys.iter().enumerate().map(|(idx, key)| {
        GOOD.write(&folder.join(format!("{idx}.wav")));
        format!("\"{key}\" = \"{idx}.wav\"\n")
    });
    let clips: String = clips.collect();
    let head =
        "name = \"Tones\"\nlanguage = \"vi\"\nrate = 22050\nlicence = \"CC0-1.0\"\nsource = \"test\"\n";
    std::fs::write(folder.join("pack.toml"), format!("{head}\n[clips]\n{clips}")).unwrap();
}

pub(crate) fn usual_list(sentence: Sentence) -> Vec<RecordLine> {
    record_list(&[sentence], &Calls::Any)
}
