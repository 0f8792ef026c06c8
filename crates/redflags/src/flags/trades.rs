//! What a company's name says about its trade, where several flags ask.

use std::sync::LazyLock;

use crate::words::Words;

/// Words that forwarders, carriers and storage firms bear in their names.
pub(super) static FORWARDERS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "logistics; logistic; logistik; logistica; logística; logistique; forwarding; forwarder; forwarders;
         freight; cargo; courier; couriers; spedition; supply chain; shipping agency; shipping agent;
         shipping agents; customs broker; customs brokers; customs brokerage; transport; transportation; trucking;
         haulage; warehousing; penghantaran; pengangkutan; ekspedisi; vận tải; giao nhận; kho vận; van tai;
         giao nhan; ขนส่ง; โลจิสติกส์; ชิปปิ้ง; 货代; 貨代; 货运; 貨運; 物流; 供应链; 供應鏈; 货运代理; 貨運代理;
         报关; 報關; 速递; 速遞; 快递; 快遞; 仓储; 倉儲; 运输; 運輸; 물류; 運送;",
    )
});

/// Words of firms that sell on what they buy.
pub(super) static RESELLERS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "trading; traders; distributor; distributors; distribution; reseller; resellers; wholesale; wholesaler;
         wholesalers; import export; import and export; imports and exports; export import; procurement services;
         sourcing; perdagangan; perniagaan; pengedar; thương mại; thuong mai; phân phối; การค้า; เทรดดิ้ง;
         จัดจำหน่าย; ตัวแทนจำหน่าย; 贸易; 貿易; 商贸; 商貿; 经销; 經銷; 分销; 分銷; 批发; 批發; 进出口; 進出口;
         代理商; 무역; 商社;",
    )
});

/// Words of firms that trade in anything.
pub(super) static GENERAL_TRADERS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "general trading; trading; import export; import and export; export import; commodities; sundries;
         perdagangan; perniagaan; thương mại; thuong mai; การค้า; เทรดดิ้ง; 贸易; 貿易; 商贸; 商貿; 进出口; 進出口;
         百货; 百貨; 무역;",
    )
});

/// Words of those who use accelerators themselves whatever else their name says.
pub(super) static USERS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "university; universiti; universität; universite; université; universidad; universidade; universita;
         università; universitas; college; institute; institut; instituto; academy of; ministry; department;
         authority; school of; polytechnic; politeknik; laboratory; laboratories; research; hospital; data centre;
         data centres; data center; data centers; datacentre; datacenter; datacenters; cloud computing;
         cloud service; cloud services; colocation; hosting; telecom; telecoms; telecommunications; telekom;
         supercomputing; computing centre; computing center; đại học; มหาวิทยาลัย; 大学; 大學; 学院; 學院; 研究;
         数据中心; 數據中心; 云计算; 电信; 電信; 대학교;",
    )
});

/// Words of firms that trade on markets, not in goods.
pub(super) static MARKETS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "quant; quantitative; securities; derivatives; futures; proprietary; asset management;
         hedge; market making; 量化; 证券; 證券; 期货; 期貨; 基金;",
    )
});

/// Does the name say that the party moves goods for others?
pub(super) fn forwarder(name: &str) -> Option<&'static str> {
    FORWARDERS.find(name).filter(|_| !USERS.has(name))
}

/// Does the name say that the party sells on what it buys?
pub(super) fn reseller(name: &str) -> Option<&'static str> {
    RESELLERS.find(name).filter(|_| !USERS.has(name) && !MARKETS.has(name))
}

/// Does the name say that the party trades in anything?
pub(super) fn general_trader(name: &str) -> Option<&'static str> {
    GENERAL_TRADERS.find(name).filter(|_| !USERS.has(name) && !MARKETS.has(name))
}
