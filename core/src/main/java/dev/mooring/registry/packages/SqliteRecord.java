package dev.mooring.registry.packages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A row of a SQLite table (https://www.sqlite.org/fileformat2.html#record_format).
final class SqliteRecord {
  private static final int MOST_COLUMNS = 100;
  private static final Object OTHER = "";

  private SqliteRecord() {}

  /// Whole numbers as Long, texts as String, blobs as byte[]; everything else is an empty text.
  static List<Object> columns(byte[] payload) throws IOException {
    ByteBuffer record = ByteBuffer.wrap(payload);
    long header = varint(record);
    if (header < 1 || header > payload.length) {
      throw SqliteTable.damaged();
    }
    List<Long> types = new ArrayList<>();
    while (record.position() < header && types.size() < MOST_COLUMNS) {
      types.add(varint(record));
    }
    record.position((int) header);
    List<Object> columns = new ArrayList<>();
    for (long type : types) {
      columns.add(column(record, type));
    }
    return columns;
  }

  private static Object column(ByteBuffer record, long type) throws IOException {
    if (type == 8 || type == 9) {
      return type - 8;
    }
    long length =
        type >= 12
            ? (type - 12) / 2
            : switch ((int) type) {
              case 1, 2, 3, 4 -> type;
              case 5 -> 6;
              case 6, 7 -> 8;
              default -> 0;
            };
    if (type < 0 || length > record.remaining()) {
      throw SqliteTable.damaged();
    }
    byte[] value = new byte[(int) length];
    record.get(value);
    if (type >= 12) {
      return type % 2 == 0 ? value : new String(value, StandardCharsets.UTF_8);
    }
    return type == 0 || type == 7 || type > 9 ? OTHER : (Object) whole(value);
  }

  private static long whole(byte[] value) {
    long whole = value.length > 0 && value[0] < 0 ? -1 : 0;
    for (byte each : value) {
      whole = whole << 8 | (each & 0xff);
    }
    return whole;
  }

  /// One to nine bytes, the most significant first.
  static long varint(ByteBuffer bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < 9; i++) {
      if (!bytes.hasRemaining()) {
        throw SqliteTable.damaged();
      }
      byte each = bytes.get();
      if (i == 8) {
        return value << 8 | (each & 0xff);
      }
      value = value << 7 | (each & 0x7f);
      if (each >= 0) {
        return value;
      }
    }
    return value;
  }
}
