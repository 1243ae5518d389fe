package dev.hopwise.measure.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A ledger as bytes, most significant first.
///
/// ```
/// 48 57 4C 47  u16 version  i64 seed  i64 since (epoch nanos)
/// i32 services, each: text name, counts
/// i32 keys, each: i32 service, u8 scope, text key, text example, counts
/// i32 CRC-32C of all before it
///
/// text   = u16 length, bytes
/// counts = u8 slots, each: i64 hour, i64 inspected, i64 occurrences, f64 variance,
///          u8 minutes, each: u8 minute, i32 spans, f32 bytes; sketch; sketch
/// sketch = u8 kind: 0 none · 1 few: u8 count, i32 each · 2 registers: 512 bytes
/// ```
final class LedgerCodec {

  private static final int MAGIC = 0x48574C47;
  private static final int VERSION = 1;
  private static final int NONE = 0;
  private static final int FEW = 1;
  private static final int REGISTERS = 2;

  private LedgerCodec() {}

  /// What was saved.
  record Decoded(KeyTable table, long seed, long sinceEpochNanos) {}

  static byte[] encode(KeyTable table, long seed, long sinceEpochNanos) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeShort(VERSION);
      out.writeLong(seed);
      out.writeLong(sinceEpochNanos);
      out.writeInt(table.serviceCount());
      for (int service = 0; service < table.serviceCount(); service++) {
        text(out, table.serviceBytes(service));
        counts(out, table.service(service).totals);
      }
      out.writeInt(table.keyCount());
      for (int key = 0; key < table.keyCount(); key++) {
        out.writeInt(table.serviceOf(key));
        out.writeByte(table.scopeOf(key).number());
        text(out, table.keyBytes(key));
        text(out, table.key(key).example());
        counts(out, table.key(key));
      }
      CRC32C checksum = new CRC32C();
      checksum.update(bytes.toByteArray());
      out.writeInt((int) checksum.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, byte[] text) throws IOException {
    out.writeShort(text.length);
    out.write(text);
  }

  private static void counts(DataOutputStream out, KeyCounts counts) throws IOException {
    counts.settle();
    long last = counts.lastHour();
    int known = 0;
    for (long hour = last - KeyCounts.HOURS + 1; counts.isSeen() && hour <= last; hour++) {
      known += counts.hour(hour) == null ? 0 : 1;
    }
    out.writeByte(known);
    for (long hour = last - KeyCounts.HOURS + 1; counts.isSeen() && hour <= last; hour++) {
      @Nullable Slot slot = counts.hour(hour);
      if (slot != null) {
        slot(out, slot);
      }
    }
  }

  private static void slot(DataOutputStream out, Slot slot) throws IOException {
    out.writeLong(slot.hour);
    out.writeLong(slot.inspected);
    out.writeLong(slot.occurrences);
    out.writeDouble(slot.variance);
    int minutes = 0;
    for (int minute = 0; minute < Slot.MINUTES; minute++) {
      minutes += isEmpty(slot, minute) ? 0 : 1;
    }
    out.writeByte(minutes);
    for (int minute = 0; minute < Slot.MINUTES; minute++) {
      if (!isEmpty(slot, minute)) {
        out.writeByte(minute);
        out.writeInt(slot.spans[minute]);
        out.writeFloat(slot.bytes[minute]);
      }
    }
    sketch(out, slot.first);
    sketch(out, slot.second);
  }

  private static boolean isEmpty(Slot slot, int minute) {
    return slot.spans[minute] == 0 && slot.bytes[minute] == 0;
  }

  private static void sketch(DataOutputStream out, @Nullable DistinctSketch sketch)
      throws IOException {
    if (sketch == null) {
      out.writeByte(NONE);
    } else if (sketch.registers().length > 0) {
      out.writeByte(REGISTERS);
      out.write(sketch.registers());
    } else {
      out.writeByte(FEW);
      out.writeByte(sketch.few().length);
      for (int hash : sketch.few()) {
        out.writeInt(hash);
      }
    }
  }

  static Decoded decode(byte[] saved, LedgerLimits limits) throws MalformedLedgerException {
    int checked = saved.length - Integer.BYTES;
    if (checked < Integer.BYTES + Short.BYTES) {
      throw new MalformedLedgerException("too short");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved, 0, checked))) {
      if (in.readInt() != MAGIC) {
        throw new MalformedLedgerException("no ledger");
      }
      int version = in.readUnsignedShort();
      if (version != VERSION) {
        throw new MalformedLedgerException("version " + version + ", known is " + VERSION);
      }
      check(saved, checked);
      return content(in, limits);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new MalformedLedgerException("damaged: " + e);
    }
  }

  private static void check(byte[] saved, int checked) throws MalformedLedgerException {
    CRC32C checksum = new CRC32C();
    checksum.update(saved, 0, checked);
    int found = ByteBuffer.wrap(saved).getInt(checked);
    if ((int) checksum.getValue() != found) {
      throw new MalformedLedgerException("checksum");
    }
  }

  /// Where the limits have become lower, what does not fit is added to nothing: its counts are
  /// lost, and new spans count under the overflow key.
  private static Decoded content(DataInputStream in, LedgerLimits limits) throws IOException {
    long seed = in.readLong();
    long since = in.readLong();
    KeyTable table = new KeyTable(limits);
    ServiceCounts[] services = new ServiceCounts[in.readInt()];
    for (int service = 0; service < services.length; service++) {
      byte[] name = text(in);
      services[service] =
          service == KeyTable.OTHER_SERVICE
              ? table.service(KeyTable.OTHER_SERVICE)
              : table.service(name, 0, name.length);
      boolean fits =
          services[service].number != KeyTable.OTHER_SERVICE || service == KeyTable.OTHER_SERVICE;
      counts(in, fits ? services[service].totals : new KeyCounts());
    }
    int keys = in.readInt();
    for (int i = 0; i < keys; i++) {
      ServiceCounts service = services[in.readInt()];
      LedgerScope scope = LedgerScope.ofNumber(in.readUnsignedByte());
      byte[] name = text(in);
      byte[] example = text(in);
      int key =
          Arrays.equals(name, KeyTable.OTHER)
              ? table.overflow(service, scope)
              : table.find(service, scope, name, 0, name.length);
      KeyCounts counts = key < 0 ? new KeyCounts() : table.key(key);
      counts.restoreExample(example);
      counts(in, counts);
    }
    return new Decoded(table, seed, since);
  }

  private static byte[] text(DataInputStream in) throws IOException {
    byte[] text = new byte[in.readUnsignedShort()];
    in.readFully(text);
    return text;
  }

  private static void counts(DataInputStream in, KeyCounts counts) throws IOException {
    int slots = in.readUnsignedByte();
    for (int i = 0; i < slots; i++) {
      Slot slot = new Slot(in.readLong());
      slot.inspected = in.readLong();
      slot.occurrences = in.readLong();
      slot.variance = in.readDouble();
      int minutes = in.readUnsignedByte();
      for (int m = 0; m < minutes; m++) {
        int minute = in.readUnsignedByte();
        slot.spans[minute] = in.readInt();
        slot.bytes[minute] = in.readFloat();
      }
      slot.first = sketch(in);
      slot.second = sketch(in);
      counts.restore(slot);
    }
  }

  private static @Nullable DistinctSketch sketch(DataInputStream in) throws IOException {
    return switch (in.readUnsignedByte()) {
      case NONE -> null;
      case FEW -> {
        int[] few = new int[in.readUnsignedByte()];
        for (int i = 0; i < few.length; i++) {
          few[i] = in.readInt();
        }
        yield DistinctSketch.of(few, new byte[0]);
      }
      case REGISTERS -> {
        byte[] registers = new byte[DistinctSketch.REGISTERS];
        in.readFully(registers);
        yield DistinctSketch.of(new int[0], registers);
      }
      default -> throw new IOException("unknown kind of sketch");
    };
  }
}
