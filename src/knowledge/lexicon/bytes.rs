//! Reading embedded packs in place: sections, little-endian numbers and string tables over bytes.
//!
//! A pack is 8 bytes of magic, a `u32` section count, one `u32` end per section (from the start of the
//! file), and the sections. `section` runs at compile time, so opening a pack costs nothing and a torn
//! pack does not compile. The look-ups never panic: what lies outside a section reads as zero or empty.

/// The bytes of section `index` of `pack`; evaluated at compile time.
pub(in crate::knowledge) const fn section(pack: &'static [u8], index: usize) -> &'static [u8] {
    let count = word(pack, 8);
    let start = if index == 0 { 12 + 4 * count } else { word(pack, 12 + 4 * (index - 1)) };
    let end = word(pack, 12 + 4 * index);
    pack.split_at(end).0.split_at(start).1
}

const fn word(pack: &[u8], at: usize) -> usize {
    pack[at] as usize | (pack[at + 1] as usize) << 8 | (pack[at + 2] as usize) << 16 | (pack[at + 3] as usize) << 24
}

/// Unsigned number `index` of a section of two-byte numbers.
#[inline]
pub(in crate::knowledge) fn u16_at(data: &[u8], index: usize) -> usize {
    match data.get(index * 2..index * 2 + 2) {
        Some(&[a, b]) => usize::from(u16::from_le_bytes([a, b])),
        _ => 0,
    }
}

/// Unsigned number `index` of a section of three-byte numbers.
#[inline]
pub(in crate::knowledge) fn u24_at(data: &[u8], index: usize) -> usize {
    match data.get(index * 3..index * 3 + 3) {
        Some(&[a, b, c]) => usize::from(a) | usize::from(b) << 8 | usize::from(c) << 16,
        _ => 0,
    }
}

/// Unsigned number `index` of a section of four-byte numbers.
#[inline]
pub(in crate::knowledge) fn u32_at(data: &[u8], index: usize) -> u32 {
    match data.get(index * 4..index * 4 + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}

/// The four-byte numbers of row `index` of a compressed table: `offsets` (three-byte, counted in numbers) into `flat`.
#[inline]
pub(in crate::knowledge) fn row(
    offsets: &[u8],
    flat: &'static [u8],
    index: usize,
) -> impl Iterator<Item = u32> + Clone {
    let (start, end) = (u24_at(offsets, index), u24_at(offsets, index + 1));
    let bytes = flat.get(start * 4..end * 4).unwrap_or_default();
    bytes.chunks_exact(4).map(|b| match *b {
        [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    })
}

/// Index range of the keys equal to `key` in a sorted section of four-byte numbers.
pub(in crate::knowledge) fn equal_range(keys: &[u8], key: u32) -> std::ops::Range<usize> {
    let (mut low, mut high) = (0, keys.len() / 4);
    while low < high {
        let middle = low + (high - low) / 2;
        if u32_at(keys, middle) < key { low = middle + 1 } else { high = middle }
    }
    let mut end = low;
    while end < keys.len() / 4 && u32_at(keys, end) == key {
        end += 1;
    }
    low..end
}

/// 32-bit FNV-1a with a final mix, as the pack builders compute it; may be given its bytes in several pieces.
#[derive(Clone, Copy)]
pub(in crate::knowledge) struct Hash(u32);

impl Hash {
    /// The hash of no bytes.
    pub(in crate::knowledge) const NEW: Self = Self(0x811C_9DC5);

    /// The hash of what was given before and these bytes.
    #[inline]
    pub(in crate::knowledge) fn and(self, bytes: impl IntoIterator<Item = u8>) -> Self {
        Self(bytes.into_iter().fold(self.0, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193)))
    }

    /// The number that the packs have.
    #[inline]
    pub(in crate::knowledge) fn mixed(self) -> usize {
        let mut h = self.0;
        h ^= h >> 15;
        h = h.wrapping_mul(0x2C1B_3C6D);
        (h ^ (h >> 13)) as usize
    }
}

/// Strings with an open-addressing hash table, all of them bytes of a pack.
pub(in crate::knowledge) struct StringTable {
    /// The strings, one after another.
    pub(in crate::knowledge) blob: &'static [u8],
    /// Three-byte offsets into `blob`, one more than there are strings.
    pub(in crate::knowledge) offsets: &'static [u8],
    /// Slots of the hash table: index of the string plus one, zero when free; a power of two of them.
    pub(in crate::knowledge) slots: &'static [u8],
    /// Bytes a slot: 2 or 3.
    pub(in crate::knowledge) width: usize,
}

impl StringTable {
    /// How many strings there are.
    pub(in crate::knowledge) fn len(&self) -> usize {
        (self.offsets.len() / 3).saturating_sub(1)
    }

    /// String `index`; empty when there is none.
    pub(in crate::knowledge) fn get(&self, index: usize) -> &'static str {
        std::str::from_utf8(self.bytes(index)).unwrap_or_default()
    }

    #[inline]
    fn bytes(&self, index: usize) -> &'static [u8] {
        self.blob.get(u24_at(self.offsets, index)..u24_at(self.offsets, index + 1)).unwrap_or_default()
    }

    /// Index of the string with exactly these bytes.
    #[inline]
    pub(in crate::knowledge) fn find(&self, wanted: impl Iterator<Item = u8> + Clone) -> Option<usize> {
        self.find_hashed(Hash::NEW.and(wanted.clone()), |bytes| bytes.iter().copied().eq(wanted.clone()))
    }

    /// Index of the string with this hash of which `is` says that it is the one.
    #[inline]
    pub(in crate::knowledge) fn find_hashed(&self, hash: Hash, is: impl Fn(&[u8]) -> bool) -> Option<usize> {
        let size = self.slots.len() / self.width;
        let mut at = hash.mixed() & size.checked_sub(1)?;
        for _ in 0..size {
            let slot = if self.width == 2 { u16_at(self.slots, at) } else { u24_at(self.slots, at) };
            let index = slot.checked_sub(1)?;
            if is(self.bytes(index)) {
                return Some(index);
            }
            at = (at + 1) & (size - 1);
        }
        None
    }
}
