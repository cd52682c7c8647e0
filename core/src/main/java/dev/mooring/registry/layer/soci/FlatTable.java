package dev.mooring.registry.layer.soci;

import com.google.flatbuffers.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A table of a FlatBuffer that a stranger wrote.
///
/// Whatever it says, nothing beyond the buffer is read. As tables may share what they hold, a
/// small buffer can say a lot: what is taken out of all its tables together is bounded. What is
/// wrong is thrown as an [IndexOutOfBoundsException] or [ArithmeticException]. Fields are numbered
/// from 0, as in their schema; one that isn't there is 0 or empty. For one thread.
///
/// https://flatbuffers.dev/internals/
final class FlatTable extends Table {
  /// What each item costs beside its bytes.
  private static final int ITEM = 32;

  private final Allowance allowance;

  /// What may still be taken out.
  private static final class Allowance {
    private long left;

    Allowance(long most) {
      left = most;
    }

    void take(long some) {
      if (some > left) {
        throw new IndexOutOfBoundsException("it says more than it may");
      }
      left -= some;
    }
  }

  private FlatTable(ByteBuffer buffer, int at, Allowance allowance) {
    this.allowance = allowance;
    __reset(at, buffer);
  }

  /// The one that all others hang from.
  ///
  /// @param most what may be taken out, in bytes
  static FlatTable root(byte[] bytes, long most) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return new FlatTable(buffer, buffer.getInt(0), new Allowance(most));
  }

  private int offset(int field) {
    return __offset(4 + 2 * field);
  }

  int int8(int field, int otherwise) {
    int offset = offset(field);
    return offset == 0 ? otherwise : bb.get(bb_pos + offset);
  }

  int int32(int field) {
    int offset = offset(field);
    return offset == 0 ? 0 : bb.getInt(bb_pos + offset);
  }

  long int64(int field) {
    int offset = offset(field);
    return offset == 0 ? 0 : bb.getLong(bb_pos + offset);
  }

  FlatTable table(int field) {
    int offset = offset(field);
    return at(offset == 0 ? -1 : __indirect(bb_pos + offset));
  }

  /// How many items a vector has.
  int count(int field) {
    int offset = offset(field);
    int count = offset == 0 ? 0 : __vector_len(offset);
    allowance.take((long) ITEM * Objects.checkIndex(count, bb.limit()));
    return count;
  }

  FlatTable item(int field, int index) {
    return at(__indirect(place(field, index)));
  }

  private FlatTable at(int place) {
    return new FlatTable(bb, place, allowance);
  }

  /// A text of a vector of them.
  String text(int field, int index) {
    int place = place(field, index);
    return new String(copied(__indirect(place)), StandardCharsets.UTF_8);
  }

  String text(int field) {
    return new String(bytes(field), StandardCharsets.UTF_8);
  }

  /// A text as it stands there.
  byte[] bytes(int field) {
    int offset = offset(field);
    return offset == 0 ? new byte[0] : copied(__indirect(bb_pos + offset));
  }

  /// A vector of bytes, in place.
  ByteBuffer part(int field) {
    int offset = offset(field);
    if (offset == 0) {
      return ByteBuffer.allocate(0);
    }
    int length = Objects.checkIndex(__vector_len(offset), bb.limit());
    return bb.slice(__vector(offset), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int place(int field, int index) {
    int offset = offset(field);
    Objects.checkIndex(index, offset == 0 ? 0 : __vector_len(offset));
    return Math.addExact(__vector(offset), Math.multiplyExact(4, index));
  }

  /// @param at where its length is
  private byte[] copied(int at) {
    int length = Objects.checkIndex(bb.getInt(at), bb.limit());
    allowance.take(length);
    byte[] copy = new byte[length];
    bb.get(at + 4, copy);
    return copy;
  }
}
