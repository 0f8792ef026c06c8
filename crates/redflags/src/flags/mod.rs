//! The flags, one file each, and their registry.

mod address_country;
mod dg02_volume;
pub(crate) mod dg04_address;
mod dg07_purchaser;
mod dg09_headquarters;
mod end_use_concern;
mod rf01_end_use;
mod rf02_business;
mod rf08_delivery;
mod rf09_forwarder;
mod rf10_route;
mod rf11_description;
mod rf18_supercomputer;
mod rf21_ultimate_user;
mod site_elsewhere;
mod trades;

use crate::Flag;

/// All flags, in the order in which they are looked for and explained.
pub(crate) static ALL: &[&dyn Flag] = &[
    &rf01_end_use::NoEndUse,
    &rf02_business::OutsideBusiness,
    &rf08_delivery::VagueDelivery,
    &rf09_forwarder::ForwarderLast,
    &rf10_route::AbnormalRoute,
    &rf11_description::PlainDescription,
    &rf18_supercomputer::Supercomputer,
    &rf21_ultimate_user::UncertainUser,
    &dg02_volume::LargeVolume,
    &dg04_address::VagueAddress,
    &dg07_purchaser::UnusualPurchaser,
    &dg09_headquarters::OpenHeadquarters,
    &end_use_concern::EndUseOfConcern,
    &site_elsewhere::SiteElsewhere,
    &address_country::AddressCountry,
];
