/* Stands between a program and the kernel: writes down, in order, what the program changes under one folder, and makes
 * one of these calls fail, fall short or be the last. Loaded by LD_PRELOAD; asleep until shim_start is called.
 *
 * Every wrapper makes the system call itself, so nothing here depends on the C library's own wrappers. What would change
 * a file unseen (a shared writable mapping, sendfile, a stream of fopen) is refused or written down as REFUSED. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#if __SIZEOF_LONG__ != 8
#error "offsets are passed to the kernel in one register each: 64-bit only"
#endif

enum { MARK = 1, OPEN, WRITE, TRUNCATE, SYNC, RENAME, LINK, UNLINK, MKDIR, RMDIR, REFUSED, NEEDS_NO_ROOM };
enum { NO_FAULT, FAIL_ONCE, FAIL_ON, SHORT_WRITE, KILL_BEFORE, KILL_HALF };
enum { CREATED = 1, EMPTIED = 2 };

struct head { /* as crashes/journal.py reads it */
    uint32_t kind, flags;
    int64_t result; /* 0, or minus the errno */
    int64_t offset, length;
    uint32_t path_bytes, other_bytes;
};

static char root[PATH_MAX];
static size_t root_bytes;
static int journal = -1;
static int fault, fault_errno;
static long fault_at, calls;
static pthread_mutex_t turn = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

/* ---- what the scripted program calls through ctypes ---- */

int shim_start(const char *folder, const char *journal_path, int what, long at, int with_errno) {
    journal = syscall(SYS_openat, AT_FDCWD, journal_path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    fault = what, fault_at = at, fault_errno = with_errno, calls = 0;
    root_bytes = strlen(folder);
    memcpy(root, folder, root_bytes + 1);
    return journal;
}

void shim_heal(void) { fault = NO_FAULT; }

static void record(int kind, int flags, long result, const char *path, const char *other, long offset, const void *data,
                   size_t length);

void shim_mark(const char *text) {
    pthread_mutex_lock(&turn);
    record(MARK, 0, 0, text, "", 0, NULL, 0);
    pthread_mutex_unlock(&turn);
}

/* ---- the journal ---- */

static void record(int kind, int flags, long result, const char *path, const char *other, long offset, const void *data,
                   size_t length) {
    struct head head = {kind, flags, result, offset, (int64_t)length, strlen(path), strlen(other)};
    size_t data_bytes = data ? length : 0;
    struct iovec parts[] = {{&head, sizeof head}, {(void *)path, head.path_bytes}, {(void *)other, head.other_bytes},
                            {(void *)data, data_bytes}};
    ssize_t whole = sizeof head + head.path_bytes + head.other_bytes + data_bytes;
    if (syscall(SYS_writev, journal, parts, 4) != whole) {
        static const char sorrow[] = "shim: the journal cannot be written\n";
        syscall(SYS_write, 2, sorrow, sizeof sorrow - 1);
        abort();
    }
}

/* ---- which calls concern the folder ---- */

static int is_inside(const char *path) {
    return root_bytes && !strncmp(path, root, root_bytes) && (path[root_bytes] == '/' || !path[root_bytes]);
}

static void path_of_descriptor(int descriptor, char *path) {
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = 0;
}

static int concerns(int descriptor, char *path) {
    if (!root_bytes) return 0;
    path_of_descriptor(descriptor, path);
    return is_inside(path);
}

static int concerns_name(int folder, const char *name, char *path) {
    if (!root_bytes) return 0;
    if (*name == '/') {
        snprintf(path, PATH_MAX, "%s", name);
    } else {
        if (folder == AT_FDCWD) syscall(SYS_getcwd, path, PATH_MAX);
        else path_of_descriptor(folder, path);
        size_t base = strlen(path);
        snprintf(path + base, PATH_MAX - base, "/%s", name);
    }
    return is_inside(path);
}

/* ---- faults: counted over every call that changes something under the folder ---- */

static int can_fail(int kind) {
    if (fault == SHORT_WRITE || fault == KILL_HALF) return kind == WRITE;
    return fault_errno != ENOSPC || kind != NEEDS_NO_ROOM;
}

/* Returns the errno to fail with, or 0; a write may be made shorter. Holds `turn` until `done`. */
static int meet_fault(int kind, size_t *size) {
    pthread_mutex_lock(&turn);
    calls++;
    if (fault == NO_FAULT || calls < fault_at) return 0;
    if (fault == KILL_BEFORE) kill(getpid(), SIGKILL);
    if (!can_fail(kind)) return 0;
    if (fault == FAIL_ON) return fault_errno;
    if (fault == FAIL_ONCE) {
        fault = NO_FAULT;
        return fault_errno;
    }
    if (size && *size > 1) *size /= 2;
    if (fault == SHORT_WRITE) fault = NO_FAULT;
    return 0;
}

static long done(int kind, int flags, long result, const char *path, const char *other, long offset, const void *data,
                 size_t length) {
    int kept = result < 0 ? errno : 0;
    record(kind, flags, -kept, path, other, offset, data, length);
    if (fault == KILL_HALF && calls >= fault_at && kind == WRITE) kill(getpid(), SIGKILL);
    pthread_mutex_unlock(&turn);
    errno = kept ? kept : errno;
    return result;
}

static long failed(int kind, int code, const char *path, const char *other) {
    errno = code;
    return done(kind, 0, -1, path, other, 0, NULL, 0);
}

static long refused(int code, const char *path) {
    pthread_mutex_lock(&turn);
    return failed(REFUSED, code, path, "");
}

/* ---- bytes ---- */

static ssize_t write_bytes(int file, const char *path, const void *data, size_t size, long offset) {
    int code = meet_fault(WRITE, &size);
    if (code) return failed(WRITE, code, path, "");
    long at = offset;
    if (offset < 0) {
        int appends = fcntl(file, F_GETFL) & O_APPEND;
        at = syscall(SYS_lseek, file, 0L, appends ? SEEK_END : SEEK_CUR);
    }
    ssize_t written = offset < 0 ? syscall(SYS_write, file, data, size) : syscall(SYS_pwrite64, file, data, size, offset);
    return done(WRITE, 0, written, path, "", at, data, written > 0 ? written : 0);
}

static ssize_t write_parts(int file, const char *path, const struct iovec *parts, int count, long offset) {
    ssize_t total = 0;
    for (int i = 0; i < count; i++) {
        ssize_t written = write_bytes(file, path, parts[i].iov_base, parts[i].iov_len, offset < 0 ? -1 : offset + total);
        if (written < 0) return total ? total : -1;
        total += written;
        if ((size_t)written < parts[i].iov_len) break;
    }
    return total;
}

ssize_t write(int file, const void *data, size_t size) {
    char path[PATH_MAX];
    return concerns(file, path) ? write_bytes(file, path, data, size, -1) : syscall(SYS_write, file, data, size);
}

ssize_t pwrite64(int file, const void *data, size_t size, off_t offset) {
    char path[PATH_MAX];
    return concerns(file, path) ? write_bytes(file, path, data, size, offset)
                                : syscall(SYS_pwrite64, file, data, size, offset);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    char path[PATH_MAX];
    return concerns(file, path) ? write_parts(file, path, parts, count, -1) : syscall(SYS_writev, file, parts, count);
}

ssize_t pwritev64v2(int file, const struct iovec *parts, int count, off_t offset, int flags) {
    char path[PATH_MAX];
    return concerns(file, path) ? write_parts(file, path, parts, count, offset)
                                : syscall(SYS_pwritev2, file, parts, count, offset, 0L, flags);
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off_t offset) {
    return pwritev64v2(file, parts, count, offset, 0);
}

static int cut(int file, const char *path, off_t length) {
    int code = meet_fault(NEEDS_NO_ROOM, NULL);
    if (code) return failed(TRUNCATE, code, path, "");
    long result = file >= 0 ? syscall(SYS_ftruncate, file, length) : syscall(SYS_truncate, path, length);
    return done(TRUNCATE, 0, result, path, "", length, NULL, 0);
}

int ftruncate64(int file, off_t length) {
    char path[PATH_MAX];
    return concerns(file, path) ? cut(file, path, length) : syscall(SYS_ftruncate, file, length);
}

int truncate64(const char *name, off_t length) {
    char path[PATH_MAX];
    return concerns_name(AT_FDCWD, name, path) ? cut(-1, path, length) : syscall(SYS_truncate, name, length);
}

static int sync_through(int file, long number) {
    char path[PATH_MAX];
    if (!concerns(file, path)) return syscall(number, file);
    int code = meet_fault(SYNC, NULL);
    return code ? failed(SYNC, code, path, "") : done(SYNC, 0, syscall(number, file), path, "", 0, NULL, 0);
}

int fsync(int file) { return sync_through(file, SYS_fsync); }

int fdatasync(int file) { return sync_through(file, SYS_fdatasync); }

/* ---- names ---- */

int openat(int folder, const char *name, int flags, ...) {
    char path[PATH_MAX];
    va_list rest;
    va_start(rest, flags);
    int mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, int) : 0;
    va_end(rest);
    if ((flags & O_ACCMODE) == O_RDONLY || !concerns_name(folder, name, path))
        return syscall(SYS_openat, folder, name, flags, mode);
    if (flags & __O_TMPFILE) return refused(EOPNOTSUPP, path);
    int is_new = syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0;
    int code = meet_fault(is_new ? OPEN : NEEDS_NO_ROOM, NULL);
    if (code) return failed(OPEN, code, path, "");
    int did = (is_new ? CREATED : 0) | (flags & O_TRUNC ? EMPTIED : 0);
    int file = syscall(SYS_openat, folder, name, flags, mode);
    return done(OPEN, did, file, path, "", 0, NULL, 0);
}

int open(const char *name, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, int) : 0;
    va_end(rest);
    return openat(AT_FDCWD, name, flags, mode);
}

int creat(const char *name, mode_t mode) { return openat(AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, mode); }

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
    char old[PATH_MAX], new[PATH_MAX];
    int leaves = concerns_name(from_folder, from, old), arrives = concerns_name(to_folder, to, new);
    if (!leaves && !arrives) return syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
    if (leaves != arrives || flags) return refused(EXDEV, leaves ? old : new);
    int code = meet_fault(RENAME, NULL);
    if (code) return failed(RENAME, code, old, new);
    return done(RENAME, 0, syscall(SYS_renameat2, from_folder, from, to_folder, to, 0), old, new, 0, NULL, 0);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    return renameat2(from_folder, from, to_folder, to, 0);
}

int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    char old[PATH_MAX], new[PATH_MAX];
    int leaves = concerns_name(from_folder, from, old), arrives = concerns_name(to_folder, to, new);
    if (!arrives) return syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
    if (!leaves) return refused(EXDEV, new);
    int code = meet_fault(LINK, NULL);
    if (code) return failed(LINK, code, old, new);
    return done(LINK, 0, syscall(SYS_linkat, from_folder, from, to_folder, to, flags), old, new, 0, NULL, 0);
}

int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int symlinkat(const char *target, int folder, const char *name) {
    char path[PATH_MAX];
    return concerns_name(folder, name, path) ? refused(EPERM, path) : syscall(SYS_symlinkat, target, folder, name);
}

int symlink(const char *target, const char *name) { return symlinkat(target, AT_FDCWD, name); }

int unlinkat(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    int kind = flags & AT_REMOVEDIR ? RMDIR : UNLINK;
    if (!concerns_name(folder, name, path)) return syscall(SYS_unlinkat, folder, name, flags);
    int code = meet_fault(NEEDS_NO_ROOM, NULL);
    if (code) return failed(kind, code, path, "");
    return done(kind, 0, syscall(SYS_unlinkat, folder, name, flags), path, "", 0, NULL, 0);
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }

int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int folder, const char *name, mode_t mode) {
    char path[PATH_MAX];
    if (!concerns_name(folder, name, path)) return syscall(SYS_mkdirat, folder, name, mode);
    int code = meet_fault(MKDIR, NULL);
    if (code) return failed(MKDIR, code, path, "");
    return done(MKDIR, 0, syscall(SYS_mkdirat, folder, name, mode), path, "", 0, NULL, 0);
}

int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

/* ---- refused: the program's libraries then fall back to write, or the harness says what it could not see ---- */

void *mmap64(void *address, size_t length, int protection, int flags, int file, off_t offset) {
    char path[PATH_MAX];
    int is_shared = (flags & MAP_TYPE) != MAP_PRIVATE;
    if (file >= 0 && is_shared && (protection & PROT_WRITE) && concerns(file, path)) return (void *)refused(ENODEV, path);
    return (void *)syscall(SYS_mmap, address, length, protection, flags, file, offset);
}

ssize_t sendfile64(int to, int from, off_t *offset, size_t count) {
    char path[PATH_MAX];
    if (!concerns(to, path)) return syscall(SYS_sendfile, to, from, offset, count);
    errno = ENOSYS;
    return -1;
}

ssize_t copy_file_range(int from, off_t *from_at, int to, off_t *to_at, size_t count, unsigned flags) {
    char path[PATH_MAX];
    if (!concerns(to, path)) return syscall(SYS_copy_file_range, from, from_at, to, to_at, count, flags);
    errno = ENOSYS;
    return -1;
}

int fallocate64(int file, int mode, off_t offset, off_t length) {
    char path[PATH_MAX];
    return concerns(file, path) ? (errno = EOPNOTSUPP, -1) : syscall(SYS_fallocate, file, mode, offset, length);
}

int posix_fallocate64(int file, off_t offset, off_t length) {
    return fallocate64(file, 0, offset, length) ? errno : 0;
}

FILE *fopen64(const char *name, const char *mode) {
    char path[PATH_MAX];
    if (strpbrk(mode, "wa+") && concerns_name(AT_FDCWD, name, path)) return refused(EOPNOTSUPP, path), NULL;
    static FILE *(*next)(const char *, const char *);
    if (!next) next = (FILE * (*)(const char *, const char *)) dlsym(RTLD_NEXT, "fopen64");
    return next(name, mode);
}

/* On 64 bits the two families are one. */
#define SAME(name, wide) extern __typeof__(wide) name __attribute__((alias(#wide)))
SAME(pwrite, pwrite64);
SAME(pwritev, pwritev64);
SAME(pwritev2, pwritev64v2);
SAME(ftruncate, ftruncate64);
SAME(truncate, truncate64);
SAME(open64, open);
SAME(openat64, openat);
SAME(creat64, creat);
SAME(mmap, mmap64);
SAME(sendfile, sendfile64);
SAME(fallocate, fallocate64);
SAME(posix_fallocate, posix_fallocate64);
SAME(fopen, fopen64);
