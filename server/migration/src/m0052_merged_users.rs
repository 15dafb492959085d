//! Whoever was merged into somebody else waits in the bin with values that the other one has by now; that is no conflict
//! (USR-B3).

crate::sql::migration!("m0052_merged_users", &["ALTER TABLE deleted_users ADD COLUMN merged_into {uuid}"]);
