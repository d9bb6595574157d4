//! The keys of registers. The format is permanent: a key is never given another meaning.
//!
//! | prefix | kind | register |
//! |---|---|---|
//! | `a/<item>` | record | answer, `"<value>@<seconds since start>"` |
//! | `n/<item>` | record | note |
//! | `p/<item>/<photo>` | record, case | photo, `"<media type>@<seconds since start>"` |
//! | `f/<field>` | household | field, `"<source>@<RFC 3339>\|<value>"` |
//! | `f/<fact>` | case | fact, JSON |
//! | `e/<entry>` | worklog | entry, `"<RFC 3339>\|<text>"` |
//! | `w/<pass>` | decoration | worker's pass, `"<valid until>\|<holder>"` |
//! | `b/`, `z/`, `s/` | directory | building, area (zone), staff: JSON |

/// Version of the document's layout, an integer.
pub const VERSION: &str = "v";
/// The layout that this version writes.
pub const CURRENT_VERSION: i64 = 1;

/// Answers of a record.
pub const ANSWER: &str = "a/";
/// Notes of a record.
pub const NOTE: &str = "n/";
/// Photos.
pub const PHOTO: &str = "p/";
/// Fields of a household; facts of a case.
pub const FIELD: &str = "f/";
/// Facts of a case.
pub const FACT: &str = "f/";
/// Entries of a work log.
pub const ENTRY: &str = "e/";
/// Workers' passes of a decoration project.
pub const PASS: &str = "w/";
/// Buildings of the directory.
pub const BUILDING: &str = "b/";
/// Areas of the directory.
pub const AREA: &str = "z/";
/// Staff of the directory.
pub const STAFF: &str = "s/";

/// Form and pack version of a record, `"<form>@<pack version>"`.
pub const FORM: &str = "form";
/// Duty that a record fulfils.
pub const DUTY: &str = "duty";
/// Slot of the duty.
pub const SLOT: &str = "slot";
/// The estate's calendar day that a record or a work log belongs to, `YYYY-MM-DD`.
pub const DAY: &str = "day";
/// The household or decoration project that a record or case is about.
pub const ABOUT: &str = "about";
/// When a record was begun, by the device's clock, RFC 3339.
pub const START: &str = "start";
/// When a record was finished, likewise.
pub const END: &str = "end";
/// Whether it rained.
pub const RAIN: &str = "rain";
/// Device clock minus server clock in seconds, where the clock was known to be off.
pub const SKEW: &str = "skew";
/// Why a slot was missed or late: `"<reason>@<RFC 3339>|<note>"`.
pub const EXCUSE: &str = "excuse";

/// Label of a unit, such as `1-1203`; the unit's household a decoration project is in.
pub const UNIT: &str = "unit";
/// Floor of a unit.
pub const FLOOR: &str = "floor";

/// What sort of case it is.
pub const CASE_KIND: &str = "kind";
/// One line that names something.
pub const TITLE: &str = "title";
/// More about it.
pub const DETAIL: &str = "detail";
/// The responsible department.
pub const DEPARTMENT: &str = "dept";
/// How bad it is.
pub const SEVERITY: &str = "sev";
/// Where it was found: `"<record>/<item>"`.
pub const FOUND: &str = "found";
/// When it was reported, RFC 3339.
pub const REPORTED: &str = "at";

/// By when a reply was promised, RFC 3339.
pub const AGREED: &str = "agreed";

/// First day of a decoration project.
pub const FROM: &str = "from";
/// Day on which it ended.
pub const UNTIL: &str = "until";
/// Number of the decoration permit.
pub const PERMIT: &str = "permit";
/// Last day on which the permit is valid.
pub const PERMIT_UNTIL: &str = "permit_until";

/// Name of the estate or of a pack.
pub const NAME: &str = "name";
/// Text of a rule pack.
pub const PACK: &str = "toml";

/// Every register that stands alone, without a prefix.
pub const PLAIN: [&str; 27] = [
    VERSION,
    FORM,
    DUTY,
    SLOT,
    DAY,
    ABOUT,
    START,
    END,
    RAIN,
    SKEW,
    EXCUSE,
    UNIT,
    FLOOR,
    CASE_KIND,
    TITLE,
    DETAIL,
    DEPARTMENT,
    SEVERITY,
    FOUND,
    REPORTED,
    AGREED,
    FROM,
    UNTIL,
    PERMIT,
    PERMIT_UNTIL,
    NAME,
    PACK,
];
