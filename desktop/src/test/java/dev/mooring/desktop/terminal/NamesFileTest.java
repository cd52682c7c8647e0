package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NamesFileTest {
  @TempDir Path folder;

  @Test
  void whatIsSeenAtTheSameTimeIsAllKept() {
    NamesFile file = new NamesFile(folder.resolve("names"), Pattern.compile("[a-z0-9]+"), 100);
    List<String> all = IntStream.range(10, 60).mapToObj(i -> "n" + i).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      all.forEach(each -> threads.execute(() -> file.change(known -> known.add(each))));
    }
    assertEquals(all, file.all());
  }
}
