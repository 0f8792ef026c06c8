//! What is being sold? Text, part number or spec sheet to accelerator and count.
