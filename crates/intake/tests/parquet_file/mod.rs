//! Writes Parquet files to be read.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// One column.
#[derive(Clone, Debug)]
pub enum Values {
    /// UTF-8.
    Text(Vec<Option<String>>),
    /// 64 bits.
    Whole(Vec<Option<i64>>),
    /// Floating point.
    Double(Vec<Option<f64>>),
    /// Days since 1970-01-01.
    Day(Vec<Option<i32>>),
    /// A list of texts.
    List(Vec<Vec<String>>),
}

fn parted<T: Clone>(values: &[Option<T>]) -> (Vec<i16>, Vec<T>) {
    (values.iter().map(|v| i16::from(v.is_some())).collect(), values.iter().flatten().cloned().collect())
}

/// Write columns of equal length as one row group; more groups by calling [`Writer::group`] again.
pub struct Writer(SerializedFileWriter<File>);

impl Writer {
    pub fn create(path: &Path, columns: &[(&str, Values)]) -> Self {
        let fields: Vec<String> = columns
            .iter()
            .map(|(name, values)| match values {
                Values::Text(_) => format!("optional binary {name} (UTF8);"),
                Values::Whole(_) => format!("optional int64 {name};"),
                Values::Double(_) => format!("optional double {name};"),
                Values::Day(_) => format!("optional int32 {name} (DATE);"),
                Values::List(_) => {
                    format!(
                        "required group {name} (LIST) {{ repeated group list {{ required binary element (UTF8); }} }}"
                    )
                }
            })
            .collect();
        let schema = parse_message_type(&format!("message consignments {{ {} }}", fields.join(" "))).unwrap();
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        Self(SerializedFileWriter::new(File::create(path).unwrap(), Arc::new(schema), Arc::new(properties)).unwrap())
    }

    pub fn group(&mut self, columns: &[(&str, Values)]) {
        let mut group = self.0.next_row_group().unwrap();
        for (_, values) in columns {
            let mut column = group.next_column().unwrap().unwrap();
            match values {
                Values::Text(values) => {
                    let (defined, values) = parted(values);
                    let values: Vec<_> = values.iter().map(|text| text.as_str().into()).collect();
                    column.typed::<ByteArrayType>().write_batch(&values, Some(&defined), None).unwrap();
                }
                Values::Whole(values) => {
                    let (defined, values) = parted(values);
                    column.typed::<Int64Type>().write_batch(&values, Some(&defined), None).unwrap();
                }
                Values::Double(values) => {
                    let (defined, values) = parted(values);
                    column.typed::<DoubleType>().write_batch(&values, Some(&defined), None).unwrap();
                }
                Values::Day(values) => {
                    let (defined, values) = parted(values);
                    column.typed::<Int32Type>().write_batch(&values, Some(&defined), None).unwrap();
                }
                Values::List(rows) => {
                    let (mut defined, mut repeated, mut texts) = (Vec::new(), Vec::new(), Vec::new());
                    for row in rows {
                        if row.is_empty() {
                            defined.push(0);
                            repeated.push(0);
                        }
                        for (place, text) in row.iter().enumerate() {
                            defined.push(1);
                            repeated.push(i16::from(place > 0));
                            texts.push(text.as_str().into());
                        }
                    }
                    column.typed::<ByteArrayType>().write_batch(&texts, Some(&defined), Some(&repeated)).unwrap();
                }
            }
            column.close().unwrap();
        }
        group.close().unwrap();
    }

    pub fn close(self) {
        self.0.close().unwrap();
    }
}
