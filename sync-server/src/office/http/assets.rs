//! Style, script and icon, embedded; their addresses hold their hash, so that browsers keep them for
//! ever and never show an old one.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// The addresses of the files that every page needs.
pub(in crate::office) struct Assets {
    pub(in crate::office) style: String,
    pub(in crate::office) script: String,
    pub(in crate::office) icon: String,
}

struct File {
    name: &'static str,
    extension: &'static str,
    kind: &'static str,
    content: &'static str,
}

const STYLE: File = File {
    name: "office",
    extension: "css",
    kind: "text/css; charset=utf-8",
    content: include_str!("../../../static/office.css"),
};
const SCRIPT: File = File {
    name: "office",
    extension: "js",
    kind: "text/javascript; charset=utf-8",
    content: include_str!("../../../static/office.js"),
};
const ICON: File = File {
    name: "icon",
    extension: "svg",
    kind: "image/svg+xml",
    content: include_str!("../../../static/icon.svg"),
};

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let address = |file: &File| format!("/office/static/{}", file.hashed_name());
    Assets { style: address(&STYLE), script: address(&SCRIPT), icon: address(&ICON) }
});

/// The addresses.
pub(super) fn assets() -> &'static Assets {
    &ASSETS
}

/// `GET /office/static/{file}`.
pub(super) async fn file(Path(name): Path<String>) -> Response {
    let found = [STYLE, SCRIPT, ICON].into_iter().find(|file| file.hashed_name() == name);
    match found {
        Some(file) => {
            let cache = "public, max-age=31536000, immutable";
            let headers = [(header::CONTENT_TYPE, file.kind), (header::CACHE_CONTROL, cache)];
            (headers, file.content).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

impl File {
    fn hashed_name(&self) -> String {
        let hash = hex::encode(&Sha256::digest(self.content)[..6]);
        format!("{}.{hash}.{}", self.name, self.extension)
    }
}
