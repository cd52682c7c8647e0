package dev.mooring.registry.layer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// The entries of a layer, as an [IndexFile] has them at its end: packed, and read within the
/// bounds of a layer.
final class TableFile {
  private static final List<LayerEntry.Kind> KINDS = List.of(LayerEntry.Kind.values());

  private TableFile() {}

  static void write(LayerTable table, ByteArrayOutputStream into) throws IOException {
    try (Deflater fast = new Deflater(Deflater.BEST_SPEED);
        DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(new DeflaterOutputStream(into, fast, 1 << 16), 1 << 16))) {
      out.writeLong(table.unpacked());
      out.writeInt(table.leftOut());
      out.writeInt(table.entries().size());
      for (LayerEntry each : table.entries()) {
        out.writeUTF(each.path());
        out.writeByte(KINDS.indexOf(each.kind()));
        out.writeLong(each.size());
        out.writeShort(each.mode());
        out.writeLong(each.uid());
        out.writeLong(each.gid());
        out.writeLong(each.modified());
        out.writeUTF(each.link());
        out.writeLong(each.offset());
        attributes(each.attributes(), out);
      }
    }
  }

  private static void attributes(Attributes attributes, DataOutputStream out) throws IOException {
    out.writeInt(attributes.values().size());
    for (Map.Entry<String, String> each : attributes.values().entrySet()) {
      out.writeUTF(each.getKey());
      out.writeUTF(each.getValue());
    }
  }

  static LayerTable read(ByteArrayInputStream from) throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(new InflaterInputStream(from), 1 << 16));
    long unpacked = in.readLong();
    int leftOut = in.readInt();
    int count = in.readInt();
    demand(unpacked >= 0 && leftOut >= 0 && count >= 0 && count <= LayerTar.MOST_ENTRIES);
    List<LayerEntry> entries = new ArrayList<>();
    long names = 0;
    long end = 0;
    for (int i = 0; i < count; i++) {
      LayerEntry entry = entry(in);
      names += entry.path().length() + entry.link().length() + entry.attributes().length();
      demand(names <= LayerTar.MOST_NAMES);
      if (entry.size() > 0) {
        demand(entry.offset() >= end && entry.size() <= unpacked - entry.offset());
        end = entry.offset() + entry.size();
      }
      entries.add(entry);
    }
    return new LayerTable(entries, unpacked, leftOut);
  }

  private static LayerEntry entry(DataInputStream in) throws IOException {
    String path = in.readUTF();
    demand(LayerPath.normal(path).filter(path::equals).isPresent());
    int kind = in.readUnsignedByte();
    demand(kind < KINDS.size());
    long size = in.readLong();
    int mode = in.readUnsignedShort();
    long uid = in.readLong();
    long gid = in.readLong();
    long modified = in.readLong();
    String link = in.readUTF();
    long offset = in.readLong();
    boolean file = KINDS.get(kind) == LayerEntry.Kind.FILE;
    demand(size >= 0 && offset >= 0 && mode <= 07777 && (file || size == 0));
    Attributes attributes = attributes(in);
    return new LayerEntry(
        path, KINDS.get(kind), size, mode, uid, gid, modified, link, offset, attributes);
  }

  private static Attributes attributes(DataInputStream in) throws IOException {
    int count = in.readInt();
    demand(count >= 0 && count <= Attributes.MOST);
    if (count == 0) {
      return Attributes.NONE;
    }
    SortedMap<String, String> values = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      String value = in.readUTF();
      demand(name.length() <= Attributes.LONGEST_NAME);
      demand(value.length() <= Attributes.LONGEST_VALUE);
      values.put(name, value);
    }
    return new Attributes(values);
  }

  private static void demand(boolean right) throws IOException {
    if (!right) {
      throw new IOException("this isn't the table of a layer");
    }
  }
}
