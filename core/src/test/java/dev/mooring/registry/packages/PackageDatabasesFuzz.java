package dev.mooring.registry.packages;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.registry.layer.LayerEntry;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;

/// What package managers keep is read, or listed as unread. The first byte chooses whose it is.
public final class PackageDatabasesFuzz implements FuzzTarget {
  private static final List<String> PATHS =
      List.of(
          "lib/apk/db/installed", "var/lib/dpkg/status", "var/lib/rpm/rpmdb.sqlite", "usr/bin/app");

  @Override
  public void feed(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    String path = PATHS.get((input[0] & 0xff) % PATHS.size());
    byte[] content = Arrays.copyOfRange(input, 1, input.length);
    LayerEntry file = new LayerEntry(path, LayerEntry.Kind.FILE, 1 << 20, 0755, 0, 0, 0, "", 0);
    ImagePackages.of(List.of(file), each -> new ByteArrayInputStream(content));
    OperatingSystem.read(new ByteArrayInputStream(content));
  }

  @Override
  public List<byte[]> seeds() {
    byte[] rpm = RpmFixture.bytes();
    byte[] database = new byte[rpm.length + 1];
    database[0] = 2;
    System.arraycopy(rpm, 0, database, 1, rpm.length);
    List<byte[]> texts =
        FuzzTarget.texts(
            "\0P:musl\nV:1.2.5-r0\nA:x86_64\n\nP:b\nV:1\n",
            "\u0001Package: bash\nStatus: install ok installed\nVersion: 5\nArchitecture: amd64\n",
            "\u0000ID=alpine\nPRETTY_NAME=\"Alpine\"\n",
            "\u0003\u007fELF\u0002\u0001\u0001");
    return List.of(database, texts.get(0), texts.get(1), texts.get(2), texts.get(3));
  }
}
