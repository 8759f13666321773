//! Reads whole files from disk.

mod samples;
