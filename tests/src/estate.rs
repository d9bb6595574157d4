//! An invented estate as the files that `xunlou-server init` reads. Nobody in it exists: names are
//! put together from lists, telephone numbers begin with a range that is not given out.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Where the files of an estate are, and how large it is.
pub struct EstateFiles {
    /// The estate: buildings, areas, people.
    pub estate: PathBuf,
    /// Its households.
    pub households: PathBuf,
    /// How many households.
    pub count: usize,
}

/// The estate's name.
pub const NAME: &str = "栖云里花园";
/// Areas: key, name, buildings.
pub const AREAS: [(&str, &str, [&str; 2]); 3] =
    [("east", "东区", ["1", "2"]), ("centre", "中区", ["3", "5"]), ("west", "西区", ["6", "7"])];
/// Staff: login, name, role, areas.
pub const PEOPLE: [(&str, &str, &str, &[&str]); 6] = [
    ("lin", "林晓岚", "butler", &["east"]),
    ("zhou", "周启明", "butler", &["centre"]),
    ("he", "何秋月", "butler", &["west"]),
    ("tang", "唐若溪", "assistant", &[]),
    ("fang", "方大川", "assistant", &[]),
    ("gu", "顾维桢", "manager", &[]),
];

const SURNAMES: [&str; 20] = [
    "陆", "沈", "韩", "秦", "许", "曹", "魏", "姜", "戚", "谢", "邹", "喻", "柏", "水", "窦", "章",
    "云", "苏", "潘", "葛",
];
const GIVEN: [&str; 15] = [
    "一诺", "子墨", "书瑶", "景行", "安然", "知夏", "怀瑾", "令仪", "思齐", "云舒", "望舒", "青禾",
    "长卿", "若谷", "亦凡",
];

/// Units on a floor.
const UNITS: usize = 4;

/// Writes an estate of so many households for each building.
///
/// # Errors
/// When the files cannot be written.
pub fn write(directory: &Path, per_building: usize) -> anyhow::Result<EstateFiles> {
    let estate = directory.join("estate.toml");
    let households = directory.join("households.csv");
    std::fs::write(&estate, estate_toml()).context("estate.toml")?;
    let mut csv = csv::Writer::from_path(&households).context("households.csv")?;
    csv.write_record(["building", "unit", "floor", "name", "phone", "plate", "occupancy"])?;
    let mut count = 0;
    for building in AREAS.iter().flat_map(|(_, _, buildings)| buildings) {
        for place in 0..per_building {
            let floor = place / UNITS + 1;
            let unit = format!("{building}-{floor}{:02}", place % UNITS + 1);
            csv.write_record([
                (*building).to_owned(),
                unit,
                floor.to_string(),
                name(count),
                format!("199{:08}", 10_007 * count + 13),
                if count % 3 == 0 {
                    format!("粤Z·{:05}", 317 * count + 11)
                } else {
                    String::new()
                },
                occupancy(count).to_owned(),
            ])?;
            count += 1;
        }
    }
    csv.flush()?;
    Ok(EstateFiles { estate, households, count })
}

fn estate_toml() -> String {
    let mut toml = format!("name = \"{NAME}\"\n");
    for (_, _, buildings) in AREAS {
        for building in buildings {
            let _ = write!(toml, "\n[[building]]\nkey = \"{building}\"\nname = \"{building}栋\"\n");
        }
    }
    for (key, name, buildings) in AREAS {
        let _ = write!(
            toml,
            "\n[[area]]\nkey = \"{key}\"\nname = \"{name}\"\nbuildings = {buildings:?}\n"
        );
    }
    for (login, name, role, areas) in PEOPLE {
        let _ = write!(
            toml,
            "\n[[person]]\nlogin = \"{login}\"\nname = \"{name}\"\nrole = \"{role}\"\n"
        );
        if !areas.is_empty() {
            let _ = writeln!(toml, "areas = {areas:?}");
        }
    }
    toml
}

fn name(number: usize) -> String {
    // Coprime steps, so that neighbours differ.
    let surname = SURNAMES[number * 7 % SURNAMES.len()];
    let given = GIVEN[number * 4 % GIVEN.len()];
    format!("{surname}{given}")
}

fn occupancy(number: usize) -> &'static str {
    match number % 20 {
        3 | 11 => "vacant",
        5 | 9 | 17 => "rented",
        14 => "decorating",
        _ => "owner_occupied",
    }
}
