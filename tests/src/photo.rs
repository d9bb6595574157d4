//! Invented photos: real JPEG files that show nothing real.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};

/// A JPEG of a corridor with a dark lamp, different for each `seed`.
///
/// # Errors
/// The encoder's, which an image in memory does not meet.
pub fn corridor(seed: u32, width: u32, height: u32) -> anyhow::Result<Vec<u8>> {
    let mut noise = seed.wrapping_mul(2_654_435_761).max(1);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let grain = (noise & 15) as u8;
        let lamp = x.abs_diff(width / 2) < width / 10 && y < height / 8;
        let floor = y > height * 3 / 4;
        let shade = (200 * (height - y / 2) / height) as u8;
        if lamp {
            Rgb([40 + grain, 40 + grain, 46 + grain])
        } else if floor {
            Rgb([110 + grain, 104 + grain, 98 + grain])
        } else {
            Rgb([shade.saturating_add(grain), shade.saturating_add(grain), shade])
        }
    });
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 82);
    encoder.write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8)?;
    Ok(bytes)
}
