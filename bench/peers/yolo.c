/* The least that counting a folder of YOLO labels can cost: open, read, close, the number at the start of each line.
   Prints how often each class occurs, one a line. Argument: the folder. Checks nothing else of a file. */

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { most_classes = 16384, first_room = 65536 };

static long counts[most_classes];
static char *room;
static size_t room_size = first_room;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

/* Bytes of the whole file, now in the room. */
static size_t read_whole(int folder, const char *name) {
  int file = openat(folder, name, O_RDONLY);
  if (file < 0) fail(name);
  size_t length = 0;
  for (;;) {
    if (length == room_size && (room = realloc(room, room_size *= 2)) == NULL) fail(name);
    ssize_t got = read(file, room + length, room_size - length);
    if (got < 0) fail(name);
    if (got == 0) break;
    length += (size_t)got;
  }
  close(file);
  return length;
}

static void count_lines(const char *at, const char *end) {
  while (at < end) {
    const char *feed = memchr(at, '\n', (size_t)(end - at));
    const char *line_end = feed == NULL ? end : feed;
    long id = 0;
    const char *digit = at;
    while (digit < line_end && *digit >= '0' && *digit <= '9' && id < most_classes)
      id = id * 10 + (*digit++ - '0');
    if (digit > at && id < most_classes) counts[id] += 1;
    at = line_end + 1;
  }
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  DIR *listing = opendir(arguments[1]);
  if (listing == NULL || (room = malloc(room_size)) == NULL) fail(arguments[1]);
  struct dirent *entry;
  while ((entry = readdir(listing)) != NULL) {
    if (entry->d_name[0] == '.') continue;
    count_lines(room, room + read_whole(dirfd(listing), entry->d_name));
  }
  closedir(listing);
  for (int id = 0; id < most_classes; id += 1)
    if (counts[id] > 0) printf("%ld\n", counts[id]);
  return 0;
}
