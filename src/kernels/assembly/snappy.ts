// Raw snappy, as pages are packed by it.
// Must not know pages. Reads nothing outside `[from, to)`, writes nothing outside `[out, out + size)`.

/** Whole blocks are copied where they end inside both. */
const BLOCK: u32 = 16;

/** Unpacks just `size` bytes to `out`; false where the input is damaged or holds another number of them. */
export function unpackSnappy(from: u32, to: u32, out: u32, size: u32): bool {
  let at = from;
  let length: u32 = 0;
  let shift: u32 = 0;
  while (true) {
    if (at >= to || shift > 28) return false;
    const byte = load<u8>(at++) as u32;
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
    shift += 7;
  }
  if (length != size) return false;
  const end = out + size;
  let place = out;
  while (at < to) {
    const tag = load<u8>(at++) as u32;
    if ((tag & 3) == 0) {
      let bytes = tag >> 2;
      if (bytes >= 60) {
        const more = bytes - 59;
        if (to - at < more) return false;
        bytes = 0;
        for (let byte: u32 = 0; byte < more; byte++)
          bytes |= (load<u8>(at + byte) as u32) << (byte * 8);
        at += more;
      }
      // One more than it says, which must not wrap round.
      if (bytes >= to - at || bytes >= end - place) return false;
      bytes += 1;
      if (bytes <= BLOCK && to - at >= BLOCK && end - place >= BLOCK) {
        v128.store(place, v128.load(at));
      } else memory.copy(place, at, bytes as usize);
      at += bytes;
      place += bytes;
      continue;
    }
    let bytes = (tag >> 2) + 1;
    let back: u32 = 0;
    const more: u32 = (tag & 3) == 3 ? 4 : tag & 3;
    if (to - at < more) return false;
    if (more == 1) {
      bytes = ((tag >> 2) & 7) + 4;
      back = ((tag >> 5) << 8) | (load<u8>(at) as u32);
    } else back = more == 2 ? (load<u16>(at) as u32) : load<u32>(at);
    at += more;
    if (back == 0 || back > place - out || bytes > end - place) return false;
    copyBack(place, back, bytes, end);
    place += bytes;
  }
  return place == end;
}

/** Bytes that may overlap those that they repeat. */
function copyBack(place: u32, back: u32, bytes: u32, end: u32): void {
  const source = place - back;
  if (back >= BLOCK && end - place >= ((bytes + BLOCK - 1) & ~(BLOCK - 1))) {
    for (let done: u32 = 0; done < bytes; done += BLOCK) {
      v128.store(place + done, v128.load(source + done));
    }
  } else if (back >= 8 && end - place >= ((bytes + 7) & ~7)) {
    for (let done: u32 = 0; done < bytes; done += 8) {
      store<u64>(place + done, load<u64>(source + done));
    }
  } else {
    for (let done: u32 = 0; done < bytes; done++) {
      store<u8>(place + done, load<u8>(source + done));
    }
  }
}
