//! How each unit of a job changed somebody, kept while the job can be undone (USR-B6): what takes the change back, and the
//! version that the row had after it, by which a later change is noticed.

crate::sql::migration!(
    "m0051_job_changes",
    &["CREATE TABLE job_changes (
        job_id {uuid} NOT NULL,
        idx BIGINT NOT NULL,
        account_id {uuid} NOT NULL,
        user_id {uuid} NOT NULL,
        former {json} NOT NULL,
        version INTEGER NOT NULL,
        PRIMARY KEY (job_id, idx)
    )"]
);
