package dev.mooring.registry.tree;

import static dev.mooring.registry.tree.Tables.file;
import static dev.mooring.registry.tree.Tables.folder;
import static dev.mooring.registry.tree.Tables.hard;
import static dev.mooring.registry.tree.Tables.link;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.layer.LayerTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The upper layers decide a file only as the whole tree would.
final class UpperFileTest {

  /// Counts the layers that were asked for.
  private static final class Counted extends Tables {
    private int read;

    @Override
    public LayerTable table(
        ImageSource source, Descriptor layer, Consumer<? super LayerEntry> each, Progress progress)
        throws InterruptedException {
      read++;
      return super.table(source, layer, each, progress);
    }
  }

  private static Optional<UpperFile> find(Tables tables, String path) throws InterruptedException {
    return UpperFile.find(tables, tables, tables.layers(), path, Progress.none());
  }

  @Test
  void layersBelowTheFileAreNotRead() throws InterruptedException {
    Counted tables = new Counted();
    tables
        .layer(folder("etc"), file("etc/base", 9))
        .layer(folder("etc"), file("etc/a", 1))
        .layer(folder("usr"), file("usr/b", 2));
    UpperFile found = find(tables, "/etc/a").orElseThrow();
    assertEquals(tables.layers().get(1), found.layer());
    assertEquals("etc/a", found.entry().path());
    assertEquals(2, tables.read);
  }

  @Test
  void whatIsHiddenOrNoFileIsNotDecided() throws InterruptedException {
    Tables tables =
        new Tables()
            .layer(folder("etc"), file("etc/gone", 1), file("etc/left", 1), folder("opt"))
            .layer(folder("etc"), file("etc/.wh.gone", 0), link("etc/link", "left"))
            .layer(folder("opt"), file("opt/.wh..wh..opq", 0));
    assertEquals(Optional.empty(), find(tables, "etc/gone"));
    assertEquals(Optional.empty(), find(tables, "etc/link"));
    assertEquals(Optional.empty(), find(tables, "opt"));
    assertEquals(Optional.empty(), find(tables, "etc/none"));
    assertTrue(find(tables, "etc/left").isPresent());
  }

  @Test
  void aDirectoryThatMayBeALinkBelowDecidesNothing() throws InterruptedException {
    Tables tables =
        new Tables()
            .layer(folder("usr"), folder("usr/bin"), link("bin", "usr/bin"))
            .layer(file("bin/app", 1));
    assertEquals(Optional.empty(), find(tables, "bin/app"));
  }

  /// Names are few, so that layers meddle with one another in every way.
  @Test
  void whateverIsDecidedTheWholeTreeSaysToo() throws InterruptedException {
    Random random = new Random(7);
    int decided = 0;
    for (int round = 0; round < 4_000; round++) {
      Tables tables = new Tables();
      for (int i = 0; i <= random.nextInt(4); i++) {
        tables.layer(entries(random));
      }
      ImageTree tree = tables.tree();
      for (String path : List.of("a", "b", "a/b", "b/a", "a/a/b", "a/b/a")) {
        Optional<UpperFile> found = find(tables, path);
        if (found.isPresent()) {
          decided++;
          Version shown = tree.follow(path).orElseThrow().content();
          String layers = tables.layers() + " " + path + " round " + round;
          assertTrue(shown != null, layers);
          assertEquals(tables.layers().get(shown.layer()), found.get().layer(), layers);
          assertEquals(shown.entry(), found.get().entry(), layers);
        }
      }
    }
    assertTrue(decided > 500, "only " + decided);
  }

  private static List<LayerEntry> entries(Random random) {
    List<LayerEntry> entries = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(6); i++) {
      StringBuilder path = new StringBuilder();
      int deep = random.nextInt(3);
      for (int j = 0; j < deep; j++) {
        path.append(name(random));
        if (random.nextInt(5) > 0) {
          entries.add(folder(path.toString()));
        }
        path.append('/');
      }
      String last = path + name(random);
      entries.add(
          switch (random.nextInt(9)) {
            case 0 -> folder(last);
            case 1 -> link(last, name(random) + "/" + name(random));
            case 2 -> link(last, name(random));
            case 3 -> file(path + ".wh." + name(random), 0);
            case 4 -> file(path + ".wh..wh..opq", 0);
            case 5 -> hard(last, name(random));
            default -> file(last, 1 + random.nextInt(3));
          });
    }
    return entries;
  }

  private static String name(Random random) {
    return random.nextBoolean() ? "a" : "b";
  }
}
