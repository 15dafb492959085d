//! Files that are wrong or mean harm. Each gets its reason, and nothing is stored.

use bytes::Bytes;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use switchroom_types::imports::{MAX_FILE, MAX_ROWS};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::csv;
use crate::imports::read::read;

async fn refused(name: &str, bytes: impl Into<Bytes>) -> String {
    match read(name, bytes.into()).await {
        Ok(sheet) => panic!("{name} was read: {} rows", sheet.rows.len()),
        Err(error) => switchroom_types::AppError::from(error).code.into_owned(),
    }
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// IMP-07 what is not a sheet is refused, whatever its name
#[tokio::test]
async fn not_a_sheet() {
    assert_eq!(refused("photo.jpg", &b"\xff\xd8\xff\xe0 JFIF"[..]).await, "imports.not_a_sheet");
    assert_eq!(refused("people.xlsx", csv(&["A,B,,a@b.example,"])).await, "imports.not_a_sheet");
    assert_eq!(refused("letter.docx", archive(&[("word/document.xml", b"<w/>")])).await, "imports.not_a_sheet");
    assert_eq!(
        refused("cut.xlsx", include_bytes!("../../../fixtures/imports/openpyxl.xlsx")[..4_000].to_vec()).await,
        "imports.not_a_sheet"
    );
    assert_eq!(refused("binary.csv", &b"FIRST NAME,\0\0\0"[..]).await, "imports.not_a_sheet");
    assert_eq!(refused("empty.csv", Bytes::new()).await, "imports.no_rows");
    assert_eq!(refused("old.xls", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 whatever"[..]).await, "imports.protected");
}

/// IMP-07 missing columns are named; repeated ones are refused; a sheet without rows says so
#[tokio::test]
async fn wrong_columns() {
    let error = read("a.csv", Bytes::from_static(b"FIRST NAME,NAME,ROLE\nA,B,User\n")).await.unwrap_err();
    let error = switchroom_types::AppError::from(error);
    assert_eq!((error.status, error.code.as_ref()), (422, "imports.missing_columns"));
    assert_eq!(error.args["columns"], "LAST NAME, EMAIL");
    assert_eq!(
        refused("a.csv", &b"FIRST NAME,LAST NAME,NAME,EMAIL,ROLE,email\nA,B,C,d@e.example,,\n"[..]).await,
        "imports.repeated_column"
    );
    assert_eq!(refused("a.csv", csv(&[" , ,,,", ""])).await, "imports.no_rows");
}

/// IMP-B1 text that is neither UTF-8 nor UTF-16 is refused with its line, never guessed
#[tokio::test]
async fn invalid_encoding() {
    let bytes = [csv(&["Ann,Bo,,a@b.example,"]).as_bytes(), b"J\xfcrgen,Klein,,j@b.example,\n"].concat();
    let error = switchroom_types::AppError::from(read("a.csv", bytes.into()).await.unwrap_err());
    assert_eq!((error.code.as_ref(), error.args["line"].as_str()), ("imports.encoding", "3"));
    assert_eq!(refused("a.csv", &b"\xff\xfeF\x00\x00\xd8X\x00"[..]).await, "imports.encoding");
}

/// IMP-07 100,000 rows are taken, 100,001 and files over 20 MiB are not
#[tokio::test]
async fn too_many() {
    let mut text = csv(&[]);
    for n in 0..MAX_ROWS {
        writeln!(text, "A,B,,p{n}@x.example,").unwrap();
    }
    assert_eq!(read("a.csv", text.clone().into()).await.unwrap().rows.len(), MAX_ROWS);
    text.push_str("A,B,,last@x.example,\n");
    assert_eq!(refused("a.csv", text).await, "imports.too_many_rows");
    assert_eq!(refused("a.csv", vec![b'a'; MAX_FILE + 1]).await, "imports.too_large");
}

/// IMP-07 zip bombs are stopped by what they unpack to, not by what they declare
#[tokio::test]
async fn zip_bombs() {
    let zeros = vec![b' '; 101 * 1024 * 1024];
    let bomb = archive(&[("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 1024 * 1024);
    assert_eq!(refused("bomb.xlsx", bomb.clone()).await, "imports.too_large_unpacked");
    // The same with a lie about the size, in the local header and in the directory.
    let mut lie = bomb;
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let places: Vec<usize> = lie.windows(4).enumerate().filter(|(_, window)| *window == size).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        lie[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
    }
    let code = refused("lie.xlsx", lie).await;
    assert!(["imports.too_large_unpacked", "imports.not_a_sheet"].contains(&code.as_str()), "{code}");
    // Many small entries.
    let names: Vec<String> = (0..2_500).map(|n| format!("xl/{n}.xml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert_eq!(refused("many.xlsx", archive(&many)).await, "imports.too_large_unpacked");
    // A workbook inside the workbook.
    let inner = archive(&[("a", b"a")]);
    assert_eq!(refused("nested.xlsx", archive(&[("xl/embeddings/oleObject1.bin", &inner)])).await, "imports.nested");
}

/// IMP-07 a text that is small once and large in a hundred thousand cells does not fill the memory
#[tokio::test]
async fn shared_text_bomb() {
    let long = "x".repeat(50_000);
    let mut sheet = String::from("<worksheet><sheetData><row r=\"1\">");
    for column in 0..5 {
        write!(sheet, "<c t=\"s\"><v>{column}</v></c>").unwrap();
    }
    sheet.push_str("</row>");
    for row in 2..20_000 {
        write!(sheet, "<row r=\"{row}\"><c t=\"s\"><v>5</v></c></row>").unwrap();
    }
    sheet.push_str("</sheetData></worksheet>");
    let headings: String =
        ["FIRST NAME", "LAST NAME", "NAME", "EMAIL", "ROLE", &long].iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    let bytes = rewritten(&[("xl/sharedStrings.xml", &format!("<sst>{headings}</sst>")), ("xl/worksheets/sheet1.xml", &sheet)]);
    assert_eq!(refused("shared.xlsx", bytes).await, "imports.too_large_unpacked");
}

/// A good workbook with other contents in some of its parts.
fn rewritten(parts: &[(&str, &str)]) -> Vec<u8> {
    let bytes = include_bytes!("../../../fixtures/imports/like-excel.xlsx").as_slice();
    let mut good = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut entries = Vec::new();
    for index in 0..good.len() {
        let mut entry = good.by_index(index).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        let name = entry.name().unwrap().into_owned();
        let content = parts.iter().find(|(part, _)| *part == name).map_or(content, |(_, text)| text.as_bytes().to_vec());
        entries.push((name, content));
    }
    archive(&entries.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect::<Vec<_>>())
}
