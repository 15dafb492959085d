//! Sheets that Excel, LibreOffice and openpyxl wrote (see `fixtures/imports/README.md`), and ours.

use bytes::Bytes;
use switchroom_types::imports::{ImportCells, ImportField};

use super::World;
use crate::imports::read::{clean_name, read};
use crate::imports::sheet::Sheet;
use crate::imports::{Mode, template};

async fn parsed(name: &str, bytes: &'static [u8]) -> Sheet {
    read(name, Bytes::from_static(bytes)).await.unwrap()
}

fn cells(values: [&str; 5]) -> ImportCells {
    let [first_name, last_name, name, email, role] = values.map(str::to_owned);
    ImportCells { first_name, last_name, name, email, role, ..Default::default() }
}

/// IMP-07 an openpyxl workbook: hidden sheets, extra columns and blank rows are ignored, numbers become text, cells are trimmed
#[tokio::test]
async fn openpyxl() {
    let sheet = parsed("openpyxl.xlsx", include_bytes!("../../../fixtures/imports/openpyxl.xlsx")).await;
    let all: Vec<ImportField> = ImportField::ALL.iter().copied().filter(|field| *field != ImportField::UserId).collect();
    assert_eq!(sheet.columns, all);
    let rows = vec![
        (
            2,
            ImportCells {
                extension: "4711".into(),
                mobile: "4915112345678".into(),
                login_id: "zoe.a".into(),
                template: "Sales".into(),
                ..cells(["Zoë", "Ångström", "", "zoe@import.example", "user"])
            },
        ),
        (
            4,
            ImportCells {
                extension: "0042".into(),
                mobile: "+55 11 91234-5678".into(),
                ..cells(["", "", "Pelé", "pele@import.example", "ACCOUNT ADMIN"])
            },
        ),
        (5, ImportCells { login_id: "7".into(), ..cells(["12", "3.5", "TRUE", "numbers@import.example", ""]) }),
        (6, cells(["", "never calculated", "", "formula@import.example", ""])),
        (8, cells(["Merged", "", "", "merged@import.example", ""])),
    ];
    assert_eq!(sheet.rows, rows);
}

/// IMP-07 a LibreOffice workbook: formulas count by their cached values
#[tokio::test]
async fn libreoffice() {
    let sheet = parsed("libreoffice.xlsx", include_bytes!("../../../fixtures/imports/libreoffice.xlsx")).await;
    assert_eq!(sheet.rows, libreoffice_rows());
}

/// IMP-B1 CSV of LibreOffice in UTF-8 and UTF-16, with comma, semicolon and tab, gives the same rows as the workbook
#[tokio::test]
async fn libreoffice_csv() {
    for (name, bytes) in [
        ("comma.csv", include_bytes!("../../../fixtures/imports/libreoffice-utf8.csv").as_slice()),
        ("semicolon.csv", include_bytes!("../../../fixtures/imports/libreoffice-semicolon.csv")),
        ("tab.txt", include_bytes!("../../../fixtures/imports/libreoffice-utf16-tab.csv")),
    ] {
        assert_eq!(parsed(name, bytes).await.rows, libreoffice_rows(), "{name}");
    }
}

fn libreoffice_rows() -> Vec<(i64, ImportCells)> {
    vec![
        (2, ImportCells { extension: "4711".into(), ..cells(["Ada", "Lovelace", "Ada Lovelace", "ada.lovelace@import.example", "User"]) }),
        (
            3,
            ImportCells {
                extension: "#DIV/0!".into(),
                ..cells(["Grace", "Hopper", "Grace Hopper", "grace@import.example", "Account Admin"])
            },
        ),
        (4, ImportCells { extension: "0815".into(), ..cells(["Ünal", "Çelik", "", "unal@import.example", ""]) }),
    ]
}

/// IMP-07 what only Excel writes: rich and inline texts, cells without positions, a cell in the last corner of the grid
#[tokio::test]
async fn like_excel() {
    let sheet = parsed("Mitarbeiter.XLSX", include_bytes!("../../../fixtures/imports/like-excel.xlsx")).await;
    let rows = vec![
        (2, ImportCells { mobile: "4915112345678".into(), ..cells(["Marie", "Curie", "Marie Curie", "marie@import.example", ""]) }),
        (3, cells(["#N/A", "", "", "rosalind@import.example", "account admin"])),
        (4, cells(["Niels", "", "", "niels@import.example", ""])),
    ];
    assert_eq!(sheet.rows, rows);
}

/// IMP-B1 CSV variants: byte order marks, `sep=`, quotes over two lines, UTF-16 big endian, short rows, Windows line ends
#[tokio::test]
async fn csv_variants() {
    let text = "sep=;\r\nFIRST NAME;LAST NAME;NAME;EMAIL;ROLE\r\n\r\n\"Ann \"\"Bo\"\"\";\"Two\nlines\";;ann@import.example\r\n";
    let expected = cells(["Ann \"Bo\"", "Two\nlines", "", "ann@import.example", ""]);
    let utf16 =
        |swap: bool| text.encode_utf16().flat_map(|unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect::<Vec<u8>>();
    let variants = [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(),
        utf16(true),
        utf16(false),
        [b"\xfe\xff".as_slice(), &utf16(true)].concat(),
        [b"\xff\xfe".as_slice(), &utf16(false)].concat(),
    ];
    for (n, bytes) in variants.into_iter().enumerate() {
        let sheet = read("people.csv", bytes.into()).await.unwrap();
        assert_eq!(sheet.rows, [(4, expected.clone())], "variant {n}");
    }
}

/// IMP-02 the template has the five columns, can be filled in and comes back; roles that may not be given are not offered
#[tokio::test]
async fn template_can_be_uploaded() {
    let world = World::start().await;
    let bytes = template(world.portal(), &world.admin, world.account).await.unwrap();
    let refusal = world.upload(&world.admin, "template.xlsx", bytes.clone(), Mode::DryRun).await.unwrap_err();
    assert_eq!(refusal.code, "imports.no_rows");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut text).unwrap();
    assert!(text.contains("<dataValidation type=\"list\"") && text.contains("E2:E100001"), "{text}");
    assert!(text.contains("User,Account Admin"), "{text}");
}

/// IMP-07 file names lose their folders and control characters
#[test]
fn file_names() {
    assert_eq!(clean_name("C:\\Users\\me\\people.xlsx"), "people.xlsx");
    assert_eq!(clean_name("../../etc/passwd\n"), "passwd");
    assert_eq!(clean_name("  "), "import");
}
