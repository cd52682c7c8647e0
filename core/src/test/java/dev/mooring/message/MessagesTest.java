package dev.mooring.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The words of every room, in core and in the window: all there, all used, all whole.
final class MessagesTest {
  private static final Pattern USE =
      Pattern.compile("Messages\\s*\\.(of|count)\\(\\s*\"([^\"]+)\"");

  /// Half a sentence that code completes: no translator can put it into another order.
  private static final Pattern CONCATENATED =
      Pattern.compile(
          "\"[^\"\\n]*[a-z]{2}[^\"\\n]*\"\\s*\\+\\s*Messages\\.|"
              + "Messages\\.of\\(\\s*\"[^\"]+\"\\s*\\)\\s*\\+\\s*\"[^\"\\n]*[a-z]{2}");

  /// A folder of classes that have words.
  record Room(Path classes, Path words) {
    @Override
    public String toString() {
      return classes.subpath(classes.getNameCount() - 2, classes.getNameCount()).toString();
    }
  }

  static List<Room> rooms() {
    return Stream.of("../core", "../desktop").flatMap(MessagesTest::rooms).toList();
  }

  private static Stream<Room> rooms(String module) {
    Path sources = Path.of(module, "src/main/java");
    Path resources = Path.of(module, "src/main/resources");
    return walk(sources)
        .filter(each -> each.endsWith("Messages.java"))
        .map(
            each ->
                new Room(
                    each.getParent(),
                    resources
                        .resolve(sources.relativize(each.getParent()))
                        .resolve("messages.properties")));
  }

  static List<Path> bundles() {
    return Stream.of("../core", "../desktop")
        .flatMap(module -> walk(Path.of(module, "src/main/resources")))
        .filter(each -> each.toString().endsWith(".properties"))
        .toList();
  }

  /// The later of two would silently be the words of both places.
  @ParameterizedTest
  @MethodSource("bundles")
  void everyKeyHasOneText(Path bundle) throws IOException {
    List<String> keys =
        Files.readAllLines(bundle).stream()
            .map(String::strip)
            .filter(line -> !line.startsWith("#") && line.contains("="))
            .map(line -> line.substring(0, line.indexOf('=')))
            .toList();
    assertEquals(new TreeSet<>(keys).size(), keys.size(), () -> bundle + ": " + keys);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void everyTextThatIsUsedIsThereAndEveryTextThatIsThereIsUsed(Room room) throws IOException {
    Set<String> used = new TreeSet<>();
    for (Path each : sources(room)) {
      USE.matcher(Files.readString(each))
          .results()
          .forEach(
              use -> {
                if (use.group(1).equals("count")) {
                  used.add(use.group(2) + ".one");
                  used.add(use.group(2) + ".many");
                } else {
                  used.add(use.group(2));
                }
              });
    }
    assertEquals(used, new TreeSet<>(words(room).stringPropertyNames()));
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void everyTextIsAPatternInWhichApostrophesAreWrittenTwice(Room room) throws IOException {
    Properties words = words(room);
    for (String key : words.stringPropertyNames()) {
      String text = words.getProperty(key);
      MessageFormat pattern = new MessageFormat(text, Locale.ROOT);
      assertFalse(
          text.replace("''", "").replace("'{'", "").replace("'}'", "").contains("'"),
          key + "=" + text);
      assertEquals(pattern.getFormats().length > 0, text.replace("'{'", "").contains("{"), key);
    }
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void noSentenceIsPutTogetherInCode(Room room) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path each : sources(room)) {
      CONCATENATED
          .matcher(Files.readString(each))
          .results()
          .map(MatchResult::group)
          .forEach(text -> found.add(each.getFileName() + ": " + text));
    }
    Properties words = words(room);
    words.stringPropertyNames().stream()
        .filter(key -> !words.getProperty(key).equals(words.getProperty(key).strip()))
        .forEach(key -> found.add(key + "=" + words.getProperty(key)));
    assertEquals(List.of(), found);
  }

  private static List<Path> sources(Room room) throws IOException {
    try (Stream<Path> files = Files.list(room.classes())) {
      return files
          .filter(each -> each.toString().endsWith(".java"))
          .filter(each -> !each.endsWith("Messages.java"))
          .toList();
    }
  }

  private static Properties words(Room room) throws IOException {
    Properties words = new Properties();
    try (Reader in = Files.newBufferedReader(room.words())) {
      words.load(in);
    }
    return words;
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
