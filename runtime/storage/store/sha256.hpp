// SHA-256 over pieces, for files that are not held in memory.
#pragma once

#include <memory>

#include "runtime/storage/store/store.hpp"

struct evp_md_ctx_st;

namespace hivemend::storage {

class Hasher {
public:
    Hasher();
    ~Hasher();
    Hasher(const Hasher&) = delete;
    Hasher& operator=(const Hasher&) = delete;
    void add(ByteView bytes);
    /// The hash of all bytes added; the hasher is used up.
    Sha256 finish();

private:
    evp_md_ctx_st* context_;
};

}  // namespace hivemend::storage
