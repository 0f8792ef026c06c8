//! The columns of a table of consignments, and the headers by which they are known.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};
use tidewaiter_model::{Fault, Position};

use crate::cell::Row;
use crate::column::{Columns, by_parts, key};
use crate::json::{JsonRows, set};
use crate::layout::{Layout, listed};

/// A column of a table of consignments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
    Date,
    Departs,
    Arrives,
    From,
    FromCountry,
    To,
    ToCountry,
    Item,
    Part,
    Quantity,
    Unit,
    UnitValue,
    Value,
    Currency,
    Weight,
    HsCode,
    Document,
    Serials,
    Source,
}

/// How many there are.
pub(crate) const FIELDS: usize = 19;

/// Name, plain synonyms as [`key`] leaves them, and those that give way to a plain one in the same table.
type Words = (Field, &'static str, &'static [&'static str], &'static [&'static str]);

const WORDS: [Words; FIELDS] = [
    (
        Field::Date,
        "date",
        &["shipmentdate", "consignmentdate", "declarationdate", "日期", "申报日期", "報關日期", "报关日期"],
        &[
            "documentdate",
            "docdate",
            "invoicedate",
            "bldate",
            "billofladingdate",
            "awbdate",
            "registrationdate",
            "registeredon",
            "dateofregistration",
            "warrantystart",
            "warrantystartdate",
            "activationdate",
            "customsdate",
            "clearancedate",
            "entrydate",
            "开票日期",
            "發票日期",
            "发票日期",
            "注册日期",
        ],
    ),
    (
        Field::Departs,
        "departs",
        &[
            "departure",
            "departuredate",
            "dateofdeparture",
            "shipdate",
            "shippeddate",
            "shippedon",
            "dateshipped",
            "etd",
            "atd",
            "exportdate",
            "dateofexport",
            "onboarddate",
            "dispatchdate",
            "发货日期",
            "發貨日期",
            "出口日期",
            "启运日期",
        ],
        &["start", "startdate"],
    ),
    (
        Field::Arrives,
        "arrives",
        &[
            "arrival",
            "arrivaldate",
            "dateofarrival",
            "eta",
            "ata",
            "importdate",
            "dateofimport",
            "deliverydate",
            "deliveredon",
            "datedelivered",
            "receiptdate",
            "receivedon",
            "到货日期",
            "到貨日期",
            "进口日期",
            "進口日期",
            "收货日期",
        ],
        &["end", "enddate"],
    ),
    (
        Field::From,
        "from",
        &[
            "sender",
            "sendername",
            "shipper",
            "shippername",
            "consignor",
            "consignorname",
            "exporter",
            "exportername",
            "fromparty",
            "fromcompany",
            "发货人",
            "發貨人",
            "出口商",
            "发货方",
            "托运人",
        ],
        &[
            "seller",
            "sellername",
            "supplier",
            "suppliername",
            "vendor",
            "vendorname",
            "dealer",
            "soldby",
            "reseller",
            "distributor",
            "卖方",
            "賣方",
            "供应商",
            "供應商",
        ],
    ),
    (
        Field::FromCountry,
        "from_country",
        &[
            "shippercountry",
            "consignorcountry",
            "exportercountry",
            "sendercountry",
            "sellercountry",
            "suppliercountry",
            "countryofexport",
            "exportcountry",
            "exportingcountry",
            "countryofdispatch",
            "countryofdeparture",
            "departurecountry",
            "shipfromcountry",
            "origincountryofshipment",
            "起运国",
            "启运国",
            "出口国",
            "发货国",
        ],
        &[
            "shipfrom",
            "portofloading",
            "pol",
            "placeofloading",
            "portoflading",
            "foreignportoflading",
            "loadingport",
            "起运港",
            "装货港",
        ],
    ),
    (
        Field::To,
        "to",
        &[
            "receiver",
            "receivername",
            "consignee",
            "consigneename",
            "importer",
            "importername",
            "toparty",
            "tocompany",
            "recipient",
            "recipientname",
            "收货人",
            "收貨人",
            "进口商",
            "進口商",
            "收货方",
        ],
        &[
            "buyer",
            "buyername",
            "customer",
            "customername",
            "purchaser",
            "registeredto",
            "registrant",
            "registeredowner",
            "warrantyholder",
            "owner",
            "enduser",
            "买方",
            "買方",
            "客户",
        ],
    ),
    (
        Field::ToCountry,
        "to_country",
        &[
            "consigneecountry",
            "importercountry",
            "receivercountry",
            "recipientcountry",
            "buyercountry",
            "customercountry",
            "countryofimport",
            "importcountry",
            "importingcountry",
            "countryofdestination",
            "destinationcountry",
            "shiptocountry",
            "registrationcountry",
            "countryofregistration",
            "目的国",
            "目的國",
            "运抵国",
            "进口国",
        ],
        &[
            "shipto",
            "destination",
            "portofdischarge",
            "pod",
            "portofunlading",
            "dischargeport",
            "placeofdelivery",
            "finaldestination",
            "目的港",
            "卸货港",
        ],
    ),
    (
        Field::Item,
        "item",
        &[
            "itemdescription",
            "description",
            "goodsdescription",
            "descriptionofgoods",
            "productdescription",
            "commoditydescription",
            "cargodescription",
            "品名",
            "商品名称",
            "商品名稱",
            "货物名称",
            "货物描述",
            "商品描述",
            "规格型号",
        ],
        &["product", "productname", "goods", "commodity", "itemname", "cargo", "desc", "产品", "商品", "货物"],
    ),
    (
        Field::Part,
        "part_number",
        &["partno", "partnum", "pn", "mpn", "manufacturerpartnumber", "型号", "型號", "料号"],
        &["part", "sku", "model", "modelnumber", "modelno", "itemcode", "productcode", "material"],
    ),
    (
        Field::Quantity,
        "quantity",
        &["qty", "itemquantity", "shippedquantity", "qtyshipped", "数量", "數量", "quantityunits"],
        &["units", "pcs", "pieces", "noofunits", "numberofunits", "packages", "noofpackages", "件数"],
    ),
    (
        Field::Unit,
        "unit",
        &["uom", "unitofmeasure", "unitofmeasurement", "quantityunit", "qtyunit", "measureunit", "单位", "單位"],
        &["packagetype", "typeofpackages", "packaging"],
    ),
    (
        Field::UnitValue,
        "unit_value",
        &["unitprice", "priceperunit", "valueperunit", "unitcost", "单价", "單價"],
        &["price"],
    ),
    (
        Field::Value,
        "value",
        &[
            "totalvalue",
            "customsvalue",
            "invoicevalue",
            "invoiceamount",
            "customsamount",
            "declaredvalue",
            "fobvalue",
            "cifvalue",
            "lineamount",
            "totalprice",
            "总价",
            "總價",
            "总值",
            "金额",
        ],
        &["amount", "total", "fob", "cif"],
    ),
    (Field::Currency, "currency", &["currencycode", "ccy", "curr", "币种", "幣種", "币制", "货币"], &[]),
    (
        Field::Weight,
        "weight_kg",
        &["grossweight", "grossweightkg", "gw", "weightkgs", "totalweight", "totalweightkg", "毛重", "毛重kg"],
        &["weight", "netweight", "netweightkg", "nw", "重量", "净重"],
    ),
    (
        Field::HsCode,
        "hs_code",
        &[
            "hs",
            "hscode",
            "htscode",
            "hts",
            "tariffcode",
            "tariffnumber",
            "commoditycode",
            "hscode6",
            "税号",
            "商品编码",
        ],
        &["vedcode", "cncode", "hsheading"],
    ),
    (
        Field::Document,
        "document",
        &[
            "documentnumber",
            "documentno",
            "documentid",
            "docno",
            "billofladingnumber",
            "billoflading",
            "billofladingno",
            "blnumber",
            "blno",
            "bol",
            "awb",
            "awbno",
            "awbnumber",
            "airwaybill",
            "airwaybillnumber",
            "waybill",
            "waybillno",
            "invoiceno",
            "invoicenumber",
            "declarationno",
            "declarationnumber",
            "entrynumber",
            "报关单号",
            "提单号",
            "发票号",
            "發票號",
            "运单号",
        ],
        &["reference", "ref", "id", "orderno", "order", "certificateno", "warrantyno", "invoice", "recordid"],
    ),
    (
        Field::Serials,
        "serials",
        &[
            "serial",
            "serialno",
            "serialnos",
            "serialnumber",
            "serialnumbers",
            "sn",
            "序列号",
            "序列號",
            "序号列表",
            "机身号",
        ],
        &[],
    ),
    (
        Field::Source,
        "source",
        &["recordsource", "datasource", "来源", "來源"],
        &["recordtype", "documenttype", "doctype"],
    ),
];

static KNOWN: LazyLock<HashMap<String, (Field, u8)>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (field, name, plain, weak) in WORDS {
        known.insert(key(name), (field, 0));
        for word in plain {
            known.entry((*word).to_owned()).or_insert((field, 1));
        }
        for word in weak {
            known.entry((*word).to_owned()).or_insert((field, 2));
        }
    }
    known
});

/// The names of all columns of a table of consignments, in the order of the template, for help and errors.
///
/// ```
/// assert!(tidewaiter_intake::consignment_columns().contains(&"from_country"));
/// ```
#[must_use]
pub fn consignment_columns() -> Vec<&'static str> {
    WORDS.iter().map(|(_, name, ..)| *name).collect()
}

impl Columns for Field {
    const COUNT: usize = FIELDS;
    const OF: &'static str = "a consignment";
    const THE: &'static str = "the consignments";
    const START: &'static str = "give a file with a header row and a consignment a row, with the columns date, from, from_country, to, to_country, item, quantity";
    const NAMES: &'static str = "name the columns date, from, from_country, to, to_country, item, quantity, or say which is which: --map from=header --map to=header";
    const PRICE: Self = Self::UnitValue;

    fn every() -> impl Iterator<Item = Self> {
        WORDS.iter().map(|(field, ..)| *field)
    }

    fn slot(self) -> usize {
        self as usize
    }

    fn name(self) -> String {
        WORDS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, ..)| *name).to_owned()
    }

    fn recognise(header: &str) -> Option<(Self, u8)> {
        by_parts(header, |key| KNOWN.get(key).copied())
    }

    fn is_shared(self) -> bool {
        !matches!(self, Self::Quantity | Self::UnitValue | Self::Value | Self::Weight | Self::Serials)
    }

    fn is_list(self) -> bool {
        self == Self::Serials
    }

    fn together(_: &mut Layout<Self>, _: &mut [bool], _: &[&str], _: &Position) {}

    fn missing(layout: &Layout<Self>, headers: &[&str], place: &Position) -> Vec<Fault> {
        let need = |any: &[Self], what: &str, name: &str| {
            (!any.iter().any(|field| layout.has(*field))).then(|| {
                Fault::new(
                    "missing-column",
                    place.clone(),
                    format!("no column says {what}; the headers are {}", listed(headers)),
                    format!("name one `{name}`, or say which it is: --map \"{name}=its header\""),
                )
            })
        };
        [
            need(&[Self::Date, Self::Departs, Self::Arrives], "when it moved", "date"),
            need(&[Self::From, Self::FromCountry, Self::To, Self::ToCountry], "who sent or received it", "from"),
            need(&[Self::Item, Self::Part], "what moved", "item"),
            need(&[Self::Quantity], "how many", "quantity"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn fill(json: &mut JsonRows<Self>, row: &mut Row, object: Map<String, Value>) {
        let mut by = vec![None; FIELDS];
        for (name, value) in object {
            match json.column(&name) {
                Some(field) => set(row, &mut by, field, &name, value),
                None => json.unknown(name),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_for_one_column_and_is_written_as_it_is_compared() {
        let mut seen = std::collections::BTreeMap::new();
        for (field, name, plain, weak) in WORDS {
            assert_eq!(Field::recognise(name), Some((field, 0)));
            assert_eq!(field.name(), name);
            for word in plain.iter().chain(weak) {
                assert_eq!(key(word), *word);
                assert_eq!(seen.insert(*word, field), None, "{word} stands twice");
                assert_eq!(Field::recognise(word).map(|(found, _)| found), Some(field), "{word}");
            }
        }
        assert!(Field::every().map(Field::slot).eq(0..FIELDS));
    }

    #[test]
    fn headers_of_other_systems() {
        for (header, field) in [
            ("Shipper Name", Some(Field::From)),
            ("CONSIGNEE", Some(Field::To)),
            ("Port of Lading", Some(Field::FromCountry)),
            ("Qty (pcs)", Some(Field::Quantity)),
            ("Gross Weight (kg)", Some(Field::Weight)),
            ("HS Code 税号", Some(Field::HsCode)),
            ("B/L No.", Some(Field::Document)),
            ("Serial number(s)", Some(Field::Serials)),
            ("Country of Origin", None),
            ("Remarks", None),
        ] {
            assert_eq!(Field::recognise(header).map(|(found, _)| found), field, "{header}");
        }
    }
}
