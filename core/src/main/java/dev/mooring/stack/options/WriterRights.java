package dev.mooring.stack.options;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Finding;
import java.util.List;
import java.util.stream.Collectors;

/// What a person needs in Kubernetes to be a writer: to be applied by whoever may grant it.
///
/// @param user whom the rights are bound to
/// @param objects in the order in which they can be applied
/// @param remarks what is odd about the writer; nothing that stops it
public record WriterRights(String user, List<Right> objects, List<Finding> remarks) {

  /// @param reason why it is needed, as one sentence
  public record Right(Document object, String reason) {}

  public WriterRights {
    objects = List.copyOf(objects);
    remarks = List.copyOf(remarks);
  }

  /// For `kubectl apply -f -`.
  public String yaml() {
    return objects.stream()
        .map(each -> Documents.yaml(each.object()))
        .collect(Collectors.joining("---\n"));
  }
}
