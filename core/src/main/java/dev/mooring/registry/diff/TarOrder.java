package dev.mooring.registry.diff;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.layer.LayerEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Compares in which order the archives of layers at the same place have what both have.
final class TarOrder {
  private final LayerReading reading;

  TarOrder(LayerReading reading) {
    this.reading = reading;
  }

  void compare(Fields fields) {
    List<Descriptor> from = reading.from().layers();
    List<Descriptor> to = reading.to().layers();
    for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
      if (reading.isShared(from.get(i)) || reading.isShared(to.get(i))) {
        continue;
      }
      List<String> first = paths(from.get(i));
      List<String> second = paths(to.get(i));
      Set<String> both = new HashSet<>(first);
      both.retainAll(new HashSet<>(second));
      first.retainAll(both);
      second.retainAll(both);
      int at = 0;
      while (at < Math.min(first.size(), second.size()) && first.get(at).equals(second.get(at))) {
        at++;
      }
      if (at < Math.min(first.size(), second.size())) {
        fields.add(
            new FieldChange(
                FieldChange.Part.LAYERS,
                "layer " + (i + 1) + " order",
                first.get(at),
                second.get(at)));
      }
    }
  }

  private List<String> paths(Descriptor layer) {
    return new ArrayList<>(reading.known(layer).entries().stream().map(LayerEntry::path).toList());
  }
}
