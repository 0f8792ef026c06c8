//! The flags, one file each, and their registry.

mod address_country;
mod concerns;
mod dd01_new_customer;
mod dd02_all_parties;
mod dd03_certificate;
mod dd04_site;
mod dd05_iaas;
mod dd06_refrain;
mod dg01_since_control;
mod dg02_volume;
mod dg03_no_reason;
pub(crate) mod dg04_address;
mod dg05_web;
mod dg06_power;
mod dg07_purchaser;
mod dg08_like_listed;
mod dg09_headquarters;
mod dg10_cloud_users;
mod dg11_statement;
mod dg12_shared;
mod end_use_concern;
mod person;
mod rf01_end_use;
mod rf02_business;
mod rf03_technical_level;
mod rf04_background;
mod rf05_cash;
mod rf06_performance;
mod rf07_installation;
mod rf08_delivery;
mod rf09_forwarder;
mod rf10_route;
mod rf11_description;
mod rf12_evasive;
mod rf13_600_volume;
mod rf14_600_history;
mod rf15_advanced_node;
mod rf16_only_advanced_node;
mod rf17_supercomputer_firms;
mod rf18_supercomputer;
mod rf19_transistors;
mod rf20_tool_mismatch;
mod rf21_ultimate_user;
mod rf22_licence_history;
mod rf23_altered;
mod rf24_leadership;
mod rf25_made_for_listed;
mod rf26_tool_with_circuit;
mod rf27_joined_plant;
mod rf28_model_training;
mod rf29_listed_owner;
mod site_elsewhere;
mod trades;

#[cfg(test)]
pub(crate) use concerns::OtherItems;
#[cfg(test)]
pub(crate) use person::PersonFlag;

use crate::Flag;

/// All flags, in the order in which they are looked for and explained. The last is told what those before it answered.
pub(crate) static ALL: &[&dyn Flag] = &[
    &rf01_end_use::NoEndUse,
    &rf02_business::OutsideBusiness,
    &rf03_technical_level::FLAG,
    &rf04_background::LittleBackground,
    &rf05_cash::FLAG,
    &rf06_performance::FLAG,
    &rf07_installation::FLAG,
    &rf08_delivery::VagueDelivery,
    &rf09_forwarder::ForwarderLast,
    &rf10_route::AbnormalRoute,
    &rf11_description::PlainDescription,
    &rf12_evasive::FLAG,
    &rf13_600_volume::FLAG,
    &rf14_600_history::FLAG,
    &rf15_advanced_node::FLAG,
    &rf16_only_advanced_node::FLAG,
    &rf17_supercomputer_firms::FLAG,
    &rf18_supercomputer::Supercomputer,
    &rf19_transistors::ManyTransistors,
    &rf20_tool_mismatch::FLAG,
    &rf21_ultimate_user::UncertainUser,
    &rf22_licence_history::FLAG,
    &rf23_altered::FLAG,
    &rf24_leadership::ListedLeadership,
    &rf25_made_for_listed::FLAG,
    &rf26_tool_with_circuit::FLAG,
    &rf27_joined_plant::FLAG,
    &rf28_model_training::FLAG,
    &rf29_listed_owner::ListedOwned,
    &dg01_since_control::SinceControl,
    &dg02_volume::LargeVolume,
    &dg03_no_reason::FLAG,
    &dg04_address::VagueAddress,
    &dg05_web::NoWeb,
    &dg06_power::FLAG,
    &dg07_purchaser::UnusualPurchaser,
    &dg08_like_listed::LikeListed,
    &dg09_headquarters::OpenHeadquarters,
    &dg10_cloud_users::FLAG,
    &dg11_statement::FLAG,
    &dg12_shared::SharedWithEarlier,
    &end_use_concern::EndUseOfConcern,
    &site_elsewhere::SiteElsewhere,
    &address_country::AddressCountry,
    &dd01_new_customer::NewCustomer,
    &dd02_all_parties::FLAG,
    &dd03_certificate::FLAG,
    &dd04_site::FLAG,
    &dd05_iaas::FLAG,
    &dd06_refrain::Refrain,
];
