//! The server's program. Everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    xunlou_server::cli::main()
}
