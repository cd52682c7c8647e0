package dev.mooring.registry.distribution;

import dev.mooring.document.Document;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.RegistryRefusals;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The referrers endpoint. A registry that says no by one of the ways in which registries say that
/// they have no such endpoint keeps no list; any other failure is a failure, since nobody knows
/// what the list would have said.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
final class ReferrersApi {
  /// 404 is the specification's; the others are older registries'.
  private static final Set<Integer> NO_SUCH_ENDPOINT = Set.of(400, 404, 405, 406, 501);

  private static final int MOST = 10_000;
  private static final int MOST_PAGES = 1_000;

  private final Connection connection;

  ReferrersApi(Connection connection) {
    this.connection = connection;
  }

  Optional<List<Descriptor>> of(String repository, Digest subject) throws InterruptedException {
    String what =
        Messages.of("cannot-read-the-referrers-of", Manifests.name(repository, subject.text()));
    List<Descriptor> all = new ArrayList<>();
    Set<URI> asked = new HashSet<>();
    Optional<URI> next = Optional.of(connection.at("/v2/" + repository + "/referrers/" + subject));
    while (next.isPresent()) {
      URI page = next.get();
      if (!asked.add(page) || asked.size() > MOST_PAGES) {
        throw RegistryRefusals.nonsense(
            page, Messages.of("its-pages-never-end"), Messages.of("asked", page));
      }
      Answer answer =
          connection.ask(what, () -> connection.get(page, Map.of("Accept", MediaTypes.OCI_INDEX)));
      if (asked.size() == 1 && NO_SUCH_ENDPOINT.contains(answer.status())) {
        return Optional.empty();
      }
      if (answer.status() != 200) {
        throw connection.refused(what, repository, answer);
      }
      all.addAll(listed(what, answer));
      if (all.size() > MOST) {
        throw Unreadable.problem(what, Messages.of("it-lists-more-than-referrers", MOST), "");
      }
      next = NextPage.of(connection, page, answer);
    }
    return Optional.of(all);
  }

  /// A page that is shown in place of one that is not there is no list.
  private static List<Descriptor> listed(String what, Answer answer) {
    Document document = Unreadable.map(what, Messages.of("list-of-referrers"), answer.body());
    String mediaType = MediaTypes.of(document, answer.contentType());
    if (!mediaType.equals(MediaTypes.OCI_INDEX)) {
      throw Unreadable.problem(what, Messages.of("its-list-of-referrers-is-no-index"), "");
    }
    return new Manifest(Digests.of(answer.body()), mediaType, answer.body(), document).children();
  }
}
