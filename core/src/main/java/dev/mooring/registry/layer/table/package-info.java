/// Tables of contents that builders put into layers: zstd:chunked and eStargz.
@NullMarked
package dev.mooring.registry.layer.table;

import org.jspecify.annotations.NullMarked;
