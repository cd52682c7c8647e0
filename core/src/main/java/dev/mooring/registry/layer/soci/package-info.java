/// Tables of layers that SOCI keeps beside them: zTOCs, which the image's manifest leads to.
@NullMarked
package dev.mooring.registry.layer.soci;

import org.jspecify.annotations.NullMarked;
