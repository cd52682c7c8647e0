package dev.mooring.registry.browse;

import dev.mooring.registry.ImageRow;
import dev.mooring.registry.client.HttpRegistry;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.net.URI;
import java.util.List;

/// Lists all images of a registry beside 64 MiB that stand for a window.
final class ListingProcess {
  private ListingProcess() {}

  public static void main(String[] arguments) throws Exception {
    byte[] window = new byte[64 << 20];
    try (HttpRegistry registry = new HttpRegistry(URI.create(arguments[0]), null)) {
      List<ImageRow> rows = registry.images("");
      long complete = rows.stream().filter(ImageRow.Complete.class::isInstance).count();
      rows.stream()
          .filter(each -> !(each instanceof ImageRow.Complete))
          .limit(3)
          .forEach(each -> System.out.println(each));
      long peak =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(each -> each.getType() == java.lang.management.MemoryType.HEAP)
              .mapToLong(each -> each.getPeakUsage().getUsed())
              .sum();
      System.out.println("ROWS " + rows.size() + " COMPLETE " + complete + " PEAK " + (peak >> 20));
    } finally {
      Reference.reachabilityFence(window);
    }
  }
}
