package dev.mooring.mesh;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.LinkedHashMap;
import java.util.Map;

/// A registry outside of clusters that the user gave a name.
public record NamedRegistry(String name, RegistryAddress place) {

  /// @throws MooringException when it cannot be its name
  public NamedRegistry {
    if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
      throw new Problem(
              Code.INVALID_NAME,
              Messages.of("not-a-registry-name", name),
              Messages.of("a-name-has-lowercase-letters"),
              new Remedy.Advice(Messages.of("example-company")))
          .raise();
    }
  }

  static NamedRegistry read(Document entry) {
    return new NamedRegistry(
        entry.at("name").textOrEmpty(),
        RegistryAddress.parse(
            entry.at("address").textOrEmpty(), entry.at("authorities").textOrEmpty()));
  }

  Document write() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put("address", place.address().toString());
    entry.put("authorities", place.authorities());
    return Document.of(entry);
  }
}
